/**
 * Knows what can start now, what waits for what and how long it takes: a task graph, its plan, its
 * critical path and its schedule, as values without a clock.
 *
 * <pre>{@code
 * Project project = Project.of(ProjectFiles.read(Path.of(".")));     // .project/ as it is on disk
 * project.findings().forEach(System.out::println);                   // errors, drift, gaps
 * System.out.println(PlanText.original().plan(project.plan().workers(3).build()));
 * }</pre>
 */
@NullMarked
package dev.modeldispatch.core.plan;

import org.jspecify.annotations.NullMarked;
