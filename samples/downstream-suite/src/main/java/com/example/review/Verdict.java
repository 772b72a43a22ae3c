package com.example.review;

import dev.modeldispatch.ModelTarget;
import java.util.List;

/**
 * What the reviewers say.
 *
 * @param approvals how many approve
 * @param rejections how many do not
 * @param silent who said nothing
 */
public record Verdict(int approvals, int rejections, List<ModelTarget> silent) {
  /** Whether more approve than reject, and somebody does. */
  public boolean isApproved() {
    return approvals > rejections;
  }
}
