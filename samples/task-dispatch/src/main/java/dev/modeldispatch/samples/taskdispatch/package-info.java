/**
 * A command line over a repository's task graph: what can start, its work trees, how far they are,
 * and their end; and over agent sessions, which are launched, waited for and stopped one by one, or
 * given the tasks of the graph.
 *
 * <pre>{@code
 * mvn -q -pl samples/task-dispatch -am compile exec:java                              # a demo
 * mvn -q -pl samples/task-dispatch -am compile exec:java -Dexec.args="plan --repo DIR"
 * mvn -q -pl samples/task-dispatch -am compile exec:java -Dexec.args="demo --fleet fake"
 * mvn -q -pl samples/task-dispatch -am compile exec:java -Dexec.args="run --repo DIR --phased"
 * }</pre>
 *
 * <p>The demo builds a repository with twelve tasks in a folder of its own, starts them with four
 * workers that really commit, and merges, completes and clears away what they did. With {@code
 * --fleet fake} the tasks go to sessions on a server, with agents behind it that need no model.
 */
@NullMarked
package dev.modeldispatch.samples.taskdispatch;

import org.jspecify.annotations.NullMarked;
