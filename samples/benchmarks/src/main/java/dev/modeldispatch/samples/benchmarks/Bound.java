package dev.modeldispatch.samples.benchmarks;

/**
 * What a figure has to keep.
 *
 * @param kind on which side of the limit the figure has to be
 * @param limit the limit itself, which is allowed
 */
record Bound(Kind kind, double limit) {
  /** On which side of a limit a figure has to be. */
  enum Kind {
    AT_MOST("at most "),
    AT_LEAST("at least "),
    EXACTLY("= "),
    NONE("");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  static Bound atMost(double limit) {
    return new Bound(Kind.AT_MOST, limit);
  }

  static Bound atLeast(double limit) {
    return new Bound(Kind.AT_LEAST, limit);
  }

  static Bound exactly(double limit) {
    return new Bound(Kind.EXACTLY, limit);
  }

  static Bound none() {
    return new Bound(Kind.NONE, 0);
  }

  boolean isKept(double value) {
    return switch (kind) {
      case AT_MOST -> value <= limit;
      case AT_LEAST -> value >= limit;
      case EXACTLY -> value == limit;
      case NONE -> true;
    };
  }

  @Override
  public String toString() {
    return kind == Kind.NONE ? "" : kind.words + Figure.number(limit);
  }
}
