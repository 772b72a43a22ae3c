/**
 * A command line over a repository's task graph: what can start, its work trees, how far they are,
 * and their end.
 *
 * <pre>{@code
 * mvn -q -pl samples/task-dispatch -am compile exec:java                              # a demo
 * mvn -q -pl samples/task-dispatch -am compile exec:java -Dexec.args="plan --repo DIR"
 * }</pre>
 *
 * <p>The demo builds a repository with twelve tasks in a folder of its own, starts them with four
 * workers that really commit, and merges, completes and clears away what they did.
 */
@NullMarked
package dev.modeldispatch.samples.taskdispatch;

import org.jspecify.annotations.NullMarked;
