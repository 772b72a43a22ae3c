package com.example.review;

import dev.modeldispatch.Answered;
import dev.modeldispatch.BatchDispatcher;
import dev.modeldispatch.BatchRequest;
import dev.modeldispatch.BatchResult;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import java.time.Duration;
import java.util.List;

/** Asks all reviewers at once, and waits for them no longer than a minute. */
public final class ReviewAgent {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final BatchDispatcher models;
  private final List<ModelTarget> reviewers;

  /** Makes an agent that asks these reviewers. */
  public ReviewAgent(BatchDispatcher models, List<ModelTarget> reviewers) {
    this.models = models;
    this.reviewers = reviewers;
  }

  /** Returns the request for the review of a change. */
  public BatchRequest request(String change) {
    var prompt = Prompt.of("Answer APPROVE or REJECT, and why.\n\n" + change);
    return BatchRequest.builder(reviewers, prompt).deadline(PATIENCE).build();
  }

  /** Has the change reviewed, and waits for it. */
  public Verdict review(String change) {
    return count(models.dispatch(request(change)));
  }

  /** Counts what the reviewers say; who says neither is silent. */
  public static Verdict count(BatchResult reviews) {
    int approvals = saying(reviews, "APPROVE");
    int rejections = saying(reviews, "REJECT");
    var silent =
        reviews.results().stream()
            .filter(review -> !says(review, "APPROVE") && !says(review, "REJECT"))
            .map(ModelResult::target)
            .toList();
    return new Verdict(approvals, rejections, silent);
  }

  private static int saying(BatchResult reviews, String word) {
    return (int) reviews.results().stream().filter(review -> says(review, word)).count();
  }

  private static boolean says(ModelResult review, String word) {
    return review.answered().map(Answered::text).filter(text -> text.startsWith(word)).isPresent();
  }
}
