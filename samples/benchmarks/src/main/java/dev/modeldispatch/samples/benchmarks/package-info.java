/**
 * Measures the library against bounds and prints what it finds, as a table and as {@code figure
 * name=number} lines.
 *
 * <pre>{@code
 * mvn -q -pl samples/benchmarks -am compile exec:java -Dexec.args="overhead cancel"
 * }</pre>
 *
 * <p>What costs time or memory is counted with server and client in a JVM of their own each, so
 * that it is the client's. {@code simulate} counts broken promises, in this JVM, without a socket;
 * {@code report} counts forged reports; {@code simulate --seed 4711} replays the run of one seed,
 * which is named by every violation.
 */
@NullMarked
package dev.modeldispatch.samples.benchmarks;

import org.jspecify.annotations.NullMarked;
