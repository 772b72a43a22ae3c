/**
 * Sets the results of a batch side by side, in a form that no answer can forge.
 *
 * <pre>{@code
 * BatchResult three = models.batch().dispatch(targets, "Compare");
 * System.out.println(ComparisonReport.text(three));
 * System.out.println(ComparisonReport.text(three, List.of("custom-system", "timeout-30s")));
 * }</pre>
 */
@NullMarked
package dev.modeldispatch.core.report;

import org.jspecify.annotations.NullMarked;
