/**
 * Sets the results of a batch side by side, as text, Markdown, JSON or HTML, in forms that no
 * answer can forge; and tells how far structured answers agree.
 *
 * <pre>{@code
 * BatchResult three = models.batch().dispatch(targets, "Compare");
 * System.out.println(ComparisonReport.text(three));
 * Files.writeString(Path.of("comparison.html"), ComparisonReport.html(three));
 * Agreement agreement = Agreement.of(three);                       // of structured answers
 * }</pre>
 */
@NullMarked
package dev.modeldispatch.core.report;

import org.jspecify.annotations.NullMarked;
