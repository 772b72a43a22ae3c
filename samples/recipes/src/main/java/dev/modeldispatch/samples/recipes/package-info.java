/**
 * One task per file, each a program that runs offline.
 *
 * <pre>{@code
 * mvn -q -pl samples/recipes -am compile exec:java \
 *     -Dexec.mainClass=dev.modeldispatch.samples.recipes.AskOne
 * }</pre>
 *
 * <p>The opencode recipes ask a fake session server, or, with {@code DISPATCH_OPENCODE} set to the
 * path of the program, a real one of their own before fake models.
 *
 * <p>The models are fakes in the same process; with {@code .openai(ApiKey.env("OPENAI_API_KEY"))}
 * in place of the fake server, the rest stays as it is.
 */
@NullMarked
package dev.modeldispatch.samples.recipes;

import org.jspecify.annotations.NullMarked;
