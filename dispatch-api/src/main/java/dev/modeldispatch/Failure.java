package dev.modeldispatch;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Why a target did not answer: named, with the evidence for the name and what to do next.
 * Immutable.
 *
 * <p>{@link #message}, {@link #hint} and {@link #evidence} are the library's own words and never
 * hold a prompt, an answer or a key. What the other side wrote is {@link #detail} alone: escaped,
 * redacted, at most 300 characters.
 */
public final class Failure {
  private static final int MAX_DETAIL = 300;

  private final FailureKind kind;
  private final String message;
  private final String hint;
  private final String evidence;
  private final OptionalInt httpStatus;
  private final Optional<Duration> retryAfter;
  private final Optional<String> retryAfterSource;
  private final boolean retryable;
  private final Optional<String> detail;

  private Failure(Builder builder) {
    kind = builder.kind;
    message = builder.message;
    hint = builder.hint;
    evidence = builder.evidence;
    httpStatus = builder.httpStatus;
    retryAfter = builder.retryAfter;
    retryAfterSource = builder.retryAfterSource;
    retryable = builder.retryable;
    detail = builder.detail;
  }

  /** Returns a builder of a failure of this kind; {@code message} is one sentence of our own. */
  public static Builder builder(FailureKind kind, String message) {
    return new Builder(kind, message);
  }

  /** {@return a builder that holds this failure's values} */
  public Builder toBuilder() {
    var copy = new Builder(kind, message);
    copy.hint = hint;
    copy.evidence = evidence;
    copy.httpStatus = httpStatus;
    copy.retryAfter = retryAfter;
    copy.retryAfterSource = retryAfterSource;
    copy.retryable = retryable;
    copy.detail = detail;
    return copy;
  }

  /** {@return the kind} */
  public FailureKind kind() {
    return kind;
  }

  /** {@return what happened, in one sentence} */
  public String message() {
    return message;
  }

  /** {@return what to do next; may be empty} */
  public String hint() {
    return hint;
  }

  /** {@return by what the kind was told, for example {@code 429 + code insufficient_quota}} */
  public String evidence() {
    return evidence;
  }

  /** {@return the HTTP status, if there was one} */
  public OptionalInt httpStatus() {
    return httpStatus;
  }

  /** {@return how long the provider asks to wait, if it does} */
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }

  /** {@return the header or field that asks to wait, for example {@code retry-after-ms}} */
  public Optional<String> retryAfterSource() {
    return retryAfterSource;
  }

  /** {@return whether another try may help} */
  public boolean retryable() {
    return retryable;
  }

  /** {@return the other side's own words: escaped, redacted, at most 300 characters} */
  public Optional<String> detail() {
    return detail;
  }

  /** {@return kind, message and evidence; no remote text} */
  @Override
  public String toString() {
    String proof = evidence.isEmpty() ? "" : " (" + evidence + ")";
    return kind.code() + ": " + message + proof;
  }

  /** Collects a failure's values. {@link #build} may be called more than once. Not thread-safe. */
  public static final class Builder {
    private final FailureKind kind;
    private final String message;
    private String hint = "";
    private String evidence = "";
    private OptionalInt httpStatus = OptionalInt.empty();
    private Optional<Duration> retryAfter = Optional.empty();
    private Optional<String> retryAfterSource = Optional.empty();
    private boolean retryable;
    private Optional<String> detail = Optional.empty();

    private Builder(FailureKind kind, String message) {
      this.kind = kind;
      this.message = message;
      this.retryable = kind.retryable();
    }

    /** Sets what to do next. */
    public Builder hint(String text) {
      hint = text;
      return this;
    }

    /** Sets by what the kind was told. */
    public Builder evidence(String text) {
      evidence = text;
      return this;
    }

    /** Sets the HTTP status. */
    public Builder httpStatus(int status) {
      httpStatus = OptionalInt.of(status);
      return this;
    }

    /** Sets how long the provider asks to wait, as its header {@code retry-after} says. */
    public Builder retryAfter(Duration wait) {
      return retryAfter(wait, "retry-after");
    }

    /** Sets how long the provider asks to wait, and the header or field that says so. */
    public Builder retryAfter(Duration wait, String source) {
      retryAfter = Optional.of(wait);
      retryAfterSource = Optional.of(source);
      return this;
    }

    /** Sets whether another try may help; by default the kind decides. */
    public Builder retryable(boolean mayHelp) {
      retryable = mayHelp;
      return this;
    }

    /** Sets the other side's own words, already redacted and escaped; cut to 300 characters. */
    public Builder detail(String text) {
      int end = Math.min(text.length(), MAX_DETAIL);
      if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
        end--;
      }
      detail = end == 0 ? Optional.empty() : Optional.of(text.substring(0, end));
      return this;
    }

    /** {@return the failure} */
    public Failure build() {
      return new Failure(this);
    }
  }
}
