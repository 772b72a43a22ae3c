/**
 * Makes one decision of several models' opinions: a second opinion with a judge, a consensus that
 * is escalated, a council in rounds.
 *
 * <pre>{@code
 * PanelResult second = models.panel().secondOpinion(members, judge, "Is this lock safe?");
 * System.out.println(second.answer().orElse("none") + " " + second.basis() + second.notes());
 * Files.writeString(Path.of("panel.html"), ComparisonReport.html(second.all()));
 * }</pre>
 *
 * <p>The judge sees opinions under letters, without names, each inside a fence that it cannot
 * leave; what an opinion says of itself stays. A judge is never a member.
 */
@NullMarked
package dev.modeldispatch.core.panel;

import org.jspecify.annotations.NullMarked;
