/**
 * Measures the library against bounds and prints what it finds, as a table and as {@code figure
 * name=number} lines.
 *
 * <pre>{@code
 * mvn -q -pl samples/benchmarks -am compile exec:java -Dexec.args="overhead cancel"
 * }</pre>
 *
 * <p>Server and client run in a JVM of their own each, so that what is counted is the client's.
 */
@NullMarked
package dev.modeldispatch.samples.benchmarks;

import org.jspecify.annotations.NullMarked;
