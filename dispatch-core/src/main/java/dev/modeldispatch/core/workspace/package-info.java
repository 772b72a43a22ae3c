/**
 * Gives each task of a project a git worktree of its own, keeps the project's files true to what
 * happens there, and refuses whatever could lose work.
 *
 * <pre>{@code
 * Workspace workspace = Workspace.open(Path.of("."));               // anywhere in the repository
 * Started started = workspace.execute(3);                           // at most three tasks run
 * System.out.println(PlanText.original().launch(started.launches()));
 * workspace.status().ifPresent(status -> System.out.println(PlanText.original().status(status)));
 * }</pre>
 */
@NullMarked
package dev.modeldispatch.core.workspace;

import org.jspecify.annotations.NullMarked;
