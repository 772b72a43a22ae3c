package dev.modeldispatch.core.batch;

import dev.modeldispatch.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Marks a batch's prompts as such, so that connectors and logs can tell. */
final class Labelled {
  private static final AtomicLong BATCHES = new AtomicLong();

  private Labelled() {}

  /** Returns the prompts with the batch's label; one that stands many times is made once. */
  static List<Prompt> of(List<Prompt> prompts) {
    String id = "batch-" + BATCHES.incrementAndGet();
    List<Prompt> labelled = new ArrayList<>(prompts.size());
    @Nullable Prompt last = null;
    @Nullable Prompt lastLabelled = null;
    for (Prompt prompt : prompts) {
      if (prompt != last || lastLabelled == null) {
        last = prompt;
        lastLabelled =
            prompt.labels().size() < Prompt.MAX_LABELS
                ? prompt.toBuilder().label(Prompt.BATCH_LABEL, id).build()
                : prompt;
      }
      labelled.add(lastLabelled);
    }
    return labelled;
  }
}
