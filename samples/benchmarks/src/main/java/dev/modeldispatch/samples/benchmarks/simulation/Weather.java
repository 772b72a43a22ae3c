package dev.modeldispatch.samples.benchmarks.simulation;

import java.util.List;

/** How a provider is at a time. */
enum Weather {
  /** Nearly everything is answered. */
  FAIR,
  /** Every behaviour there is. */
  MIXED,
  /** The provider asks to slow down. */
  LIMITED,
  /** Nothing works. */
  DOWN,
  /** The key was withdrawn. */
  LOCKED,
  /** A gateway stands before it and breaks everything. */
  BROKEN,
  /** The connector itself is full of mistakes. */
  HOSTILE;

  private static final List<Behaviour> WHEN_FAIR =
      List.of(
          Behaviour.ANSWERS_AT_ONCE,
          Behaviour.ANSWERS,
          Behaviour.ANSWERS,
          Behaviour.ANSWERS,
          Behaviour.ANSWERS,
          Behaviour.ANSWERS,
          Behaviour.ANSWERS,
          Behaviour.STREAMS,
          Behaviour.STREAMS,
          Behaviour.STREAMS,
          Behaviour.QUEUES_FIRST,
          Behaviour.RATE_LIMITED,
          Behaviour.SERVER_ERROR,
          Behaviour.CONTENT_FILTERED,
          Behaviour.CONTEXT_OVERFLOW);
  private static final List<Behaviour> WHEN_MIXED = List.of(Behaviour.values());
  private static final List<Behaviour> WHEN_LIMITED =
      List.of(
          Behaviour.RATE_LIMITED,
          Behaviour.HINTS,
          Behaviour.HINTS,
          Behaviour.OVERLOADED,
          Behaviour.ANSWERS,
          Behaviour.STREAMS);
  private static final List<Behaviour> WHEN_DOWN =
      List.of(
          Behaviour.SERVER_ERROR,
          Behaviour.SERVER_ERROR,
          Behaviour.OVERLOADED,
          Behaviour.UNREACHABLE,
          Behaviour.LOST,
          Behaviour.HANGS);
  private static final List<Behaviour> WHEN_LOCKED =
      List.of(Behaviour.AUTH_REJECTED, Behaviour.QUOTA_EXHAUSTED);
  private static final List<Behaviour> WHEN_BROKEN =
      List.of(
          Behaviour.MALFORMED,
          Behaviour.STREAM_CUT,
          Behaviour.LOST,
          Behaviour.STREAMS,
          Behaviour.SETTLES_LATE);
  private static final List<Behaviour> WHEN_HOSTILE =
      List.of(
          Behaviour.THROWS,
          Behaviour.THROWS_ERROR,
          Behaviour.SETTLES_TWICE,
          Behaviour.SETTLES_IN_ABORT,
          Behaviour.THROWS_IN_ABORT,
          Behaviour.SETTLES_LATE,
          Behaviour.HANGS);

  /** {@return which behaviours the servers show, each as often as it is named} */
  List<Behaviour> behaviours() {
    return switch (this) {
      case FAIR -> WHEN_FAIR;
      case MIXED -> WHEN_MIXED;
      case LIMITED -> WHEN_LIMITED;
      case DOWN -> WHEN_DOWN;
      case LOCKED -> WHEN_LOCKED;
      case BROKEN -> WHEN_BROKEN;
      case HOSTILE -> WHEN_HOSTILE;
    };
  }
}
