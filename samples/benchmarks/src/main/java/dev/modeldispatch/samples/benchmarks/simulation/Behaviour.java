package dev.modeldispatch.samples.benchmarks.simulation;

import dev.modeldispatch.Attempt.Sent;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import java.time.Duration;

/** What a server, the way to it, or its connector does with one attempt. */
enum Behaviour {
  /** Answers before the connector returns. */
  ANSWERS_AT_ONCE,
  /** Answers after a while. */
  ANSWERS,
  /** Sends the answer in pieces, then says that this was all. */
  STREAMS,
  /** Sends some pieces, then the connection breaks. */
  STREAM_CUT,
  /** Takes the prompt and never says a word. */
  HANGS,
  /** Asks to slow down. */
  RATE_LIMITED,
  /** Asks to slow down, and says for how long. */
  HINTS,
  /** Has no room. */
  OVERLOADED,
  /** Fails. */
  SERVER_ERROR,
  /** Fails before the connector returns. */
  FAILS_AT_ONCE,
  /** Has no money left for this key. */
  QUOTA_EXHAUSTED,
  /** Refuses the key. */
  AUTH_REJECTED,
  /** Finds the prompt too long. */
  CONTEXT_OVERFLOW,
  /** Stops the answer for its content. */
  CONTENT_FILTERED,
  /** Sends what is no answer. */
  MALFORMED,
  /** Cannot be connected to. */
  UNREACHABLE,
  /** Breaks off before a reply: the prompt may have come, or not. */
  LOST,
  /** Waits for its turn at the connector before it sends. */
  QUEUES_FIRST,
  /** Throws before anything is sent. */
  THROWS,
  /** Throws an Error after the prompt has left. */
  THROWS_ERROR,
  /** Says twice how it ended. */
  SETTLES_TWICE,
  /** Does not stop when it is called off, and says how it ended when nobody asks any more. */
  SETTLES_LATE,
  /** Says how it ended while it is called off. */
  SETTLES_IN_ABORT,
  /** Throws while it is called off. */
  THROWS_IN_ABORT;

  private static final long MAX_HINT_MS = 40_000;

  void play(Exchange x) {
    switch (this) {
      case UNREACHABLE -> x.later(() -> x.fail(FailureKind.UNREACHABLE, Sent.NO));
      case QUEUES_FIRST -> queue(x);
      case THROWS -> x.fling(new IllegalStateException("a connector"));
      case LOST -> x.send(x.chance(2), () -> reply(x));
      default -> x.send(true, () -> reply(x));
    }
  }

  /** What comes after the prompt has left. */
  private void reply(Exchange x) {
    switch (this) {
      case ANSWERS_AT_ONCE -> x.answer();
      case ANSWERS -> x.later(x::answer);
      case STREAMS -> x.stream(x::answer);
      case STREAM_CUT -> x.stream(() -> x.fail(FailureKind.CONNECTION_LOST, Sent.YES));
      case RATE_LIMITED -> fail(x, FailureKind.RATE_LIMITED);
      case HINTS -> hint(x);
      case OVERLOADED -> fail(x, FailureKind.OVERLOADED);
      case SERVER_ERROR -> fail(x, FailureKind.SERVER_ERROR);
      case FAILS_AT_ONCE -> x.fail(FailureKind.SERVER_ERROR, Sent.YES);
      case QUOTA_EXHAUSTED -> fail(x, FailureKind.QUOTA_EXHAUSTED);
      case AUTH_REJECTED -> fail(x, FailureKind.AUTH_REJECTED);
      case CONTEXT_OVERFLOW -> fail(x, FailureKind.CONTEXT_OVERFLOW);
      case CONTENT_FILTERED -> fail(x, FailureKind.CONTENT_FILTERED);
      case MALFORMED -> fail(x, FailureKind.MALFORMED_RESPONSE);
      case LOST -> x.later(() -> x.fail(FailureKind.CONNECTION_LOST, Sent.MAYBE));
      case THROWS_ERROR -> x.fling(new StackOverflowError("a connector"));
      case SETTLES_TWICE -> x.later(x::answerTwice);
      case SETTLES_LATE -> x.answerWhateverComes();
      case SETTLES_IN_ABORT -> x.answerWhenAborted();
      case THROWS_IN_ABORT -> x.throwWhenAborted();
      default -> {
        // HANGS, and what never comes here
      }
    }
  }

  private static void fail(Exchange x, FailureKind kind) {
    if (x.chance(3)) {
      x.fail(kind, Sent.YES);
    } else {
      x.later(() -> x.fail(kind, Sent.YES));
    }
  }

  private static void hint(Exchange x) {
    Duration wait = x.chance(10) ? oddHint(x) : Duration.ofMillis(x.draw(MAX_HINT_MS));
    Failure limited =
        Failure.builder(FailureKind.RATE_LIMITED, "simulated").retryAfter(wait).build();
    x.later(() -> x.fail(limited, Sent.YES));
  }

  private static Duration oddHint(Exchange x) {
    return x.chance(2) ? Duration.ofSeconds(Long.MAX_VALUE) : Duration.ofSeconds(-x.draw(3));
  }

  private static void queue(Exchange x) {
    x.queued();
    x.later(
        () -> {
          x.dequeued();
          ANSWERS.play(x);
        });
  }
}
