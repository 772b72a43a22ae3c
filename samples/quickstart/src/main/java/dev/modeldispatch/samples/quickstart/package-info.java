/**
 * Asks several models the same thing, shows who answers while they do, and sets the answers side by
 * side.
 *
 * <pre>{@code
 * mvn -q -pl samples/quickstart -am compile exec:java
 * }</pre>
 *
 * <p>Without arguments it asks fake models in this process, so it needs no key and no network.
 */
@NullMarked
package dev.modeldispatch.samples.quickstart;

import org.jspecify.annotations.NullMarked;
