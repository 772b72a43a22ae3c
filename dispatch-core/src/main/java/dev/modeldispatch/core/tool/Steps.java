package dev.modeldispatch.core.tool;

import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.core.internal.Times;

/** Tells events in a few words, none of them a prompt's or an answer's. */
final class Steps {
  private Steps() {}

  /** Tells the call's listener one event of the target at this place. */
  static void tell(ToolCall call, int slot, int total, DispatchEvent event) {
    String target = event.target().toString();
    if (event instanceof DispatchEvent.Settled settled) {
      call.settled(slot, total, words(settled.result()));
    } else if (event instanceof DispatchEvent.Text text) {
      if (text.kind() == DispatchEvent.Text.Kind.ANSWER && call.wantsText()) {
        call.text(slot, text.text());
      }
    } else if (event instanceof DispatchEvent.AttemptStarted attempt) {
      String again = attempt.number() == 1 ? "" : ", attempt " + attempt.number();
      call.step(total, "asking " + target + again);
    } else if (event instanceof DispatchEvent.Queued queued) {
      call.step(total, target + " waits for " + queued.waitsFor());
    } else if (event instanceof DispatchEvent.Waiting waiting) {
      String why = waiting.failure().kind().code();
      call.step(total, target + " waits " + Times.shown(waiting.delay()) + " after " + why);
    } else if (event instanceof DispatchEvent.Switched switched) {
      call.step(total, "going on with " + target + " after " + switched.from());
    }
  }

  /** Returns what became of a target. */
  static String words(ModelResult result) {
    String time = " (" + Times.shown(result.elapsed()) + ")";
    return result.target()
        + switch (result.status()) {
          case ANSWERED -> " answered";
          case FAILED -> " failed: " + result.unanswered().orElseThrow().failure().kind().code();
          case TIMED_OUT -> " timed out";
          case CANCELLED -> " was cancelled";
        }
        + time;
  }
}
