/**
 * Runs a scenario of failed test cases through agents that answer by files: triage of each case,
 * clusters of those that fail alike, an investigation of one representative each, and a score
 * against what should have been found.
 *
 * <pre>{@code
 * mvn -q -pl samples/calibration -am compile exec:java -Dexec.args="--dispatch batch-file"
 * }</pre>
 *
 * <p>Without a network: the built-in answers are given by a responder in this process, unless
 * {@code --adapter file} leaves them to others.
 */
@NullMarked
package dev.modeldispatch.samples.calibration;

import org.jspecify.annotations.NullMarked;
