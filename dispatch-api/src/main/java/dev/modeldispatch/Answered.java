package dev.modeldispatch;

/** A complete answer. */
public final class Answered extends Outcome implements ModelResult {
  /** Whether the protocol confirmed the answer's end. */
  public enum Completeness {
    /** The end mark came. */
    COMPLETE,
    /** The answer ended normally, without the protocol's end mark. */
    UNVERIFIED
  }

  private final String text;
  private final Completeness completeness;

  Answered(ResultBuilder builder, String text, Completeness completeness) {
    super(builder);
    this.text = text;
    this.completeness = completeness;
  }

  /** {@return the answer; with a JSON schema, the JSON that meets it} */
  public String text() {
    return text;
  }

  /** {@return whether the protocol confirmed the end} */
  public Completeness completeness() {
    return completeness;
  }

  @Override
  public Status status() {
    return Status.ANSWERED;
  }

  @Override
  public String toString() {
    return facts("Answered", ", text=" + text.length() + " chars, " + completeness);
  }
}
