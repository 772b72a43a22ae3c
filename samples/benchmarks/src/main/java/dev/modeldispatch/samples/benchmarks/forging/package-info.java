/**
 * Tries to forge reports, and reads them back by the rules of their forms alone.
 *
 * <pre>{@code
 * BatchResult hostile = Forger.batch(random);
 * List<String> trouble = ReadReport.trouble(hostile);       // empty: nothing was forged
 * }</pre>
 */
@NullMarked
package dev.modeldispatch.samples.benchmarks.forging;

import org.jspecify.annotations.NullMarked;
