package dev.modeldispatch.testkit.assertj;

import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import java.time.Duration;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/** Assertions on why a target did not answer. */
public class FailureAssert extends AbstractAssert<FailureAssert, Failure> {
  /** Begins assertions on a failure. */
  public FailureAssert(@Nullable Failure actual) {
    super(actual, FailureAssert.class);
  }

  /** Fails unless it is of this kind. */
  public FailureAssert hasKind(FailureKind kind) {
    return unless(() -> actual.kind() == kind, "kind " + kind.code());
  }

  /** Fails unless the provider replied with this status. */
  public FailureAssert hasHttpStatus(int status) {
    return unless(
        () -> actual.httpStatus().orElse(0) == status,
        "HTTP status "
            + status
            + " but it is "
            + (actual.httpStatus().isPresent() ? actual.httpStatus().getAsInt() : "none"));
  }

  /** Fails unless another try may help. */
  public FailureAssert isRetryable() {
    return unless(actual::retryable, "a failure that another try may mend");
  }

  /** Fails if another try may help. */
  public FailureAssert isNotRetryable() {
    return unless(() -> !actual.retryable(), "a failure that no other try mends");
  }

  /** Fails unless the provider asks to wait this long. */
  public FailureAssert asksToWait(Duration wait) {
    return unless(
        () -> actual.retryAfter().filter(wait::equals).isPresent(),
        "the wish to wait "
            + wait
            + " but it is "
            + actual.retryAfter().map(Duration::toString).orElse("none"));
  }

  /** Fails unless the message holds this. */
  public FailureAssert hasMessageContaining(String part) {
    return unless(() -> actual.message().contains(part), "'" + part + "' in the message");
  }

  /** Fails unless the evidence holds this. */
  public FailureAssert hasEvidenceContaining(String part) {
    return unless(() -> actual.evidence().contains(part), "'" + part + "' in the evidence");
  }

  /** Fails unless the other side's own words hold this. */
  public FailureAssert hasDetailContaining(String part) {
    return unless(
        () -> actual.detail().filter(detail -> detail.contains(part)).isPresent(),
        "'" + part + "' in the detail, which is " + actual.detail().orElse("empty"));
  }

  /** Fails if any of its texts holds this, which is not shown. */
  public FailureAssert doesNotMention(String secret) {
    isNotNull();
    boolean mentions =
        Stream.of(actual.message(), actual.hint(), actual.evidence(), actual.detail().orElse(""))
            .anyMatch(text -> text.contains(secret));
    if (mentions || actual.toString().contains(secret)) {
      throw failure(
          "%s",
          "Expecting a failure of kind "
              + actual.kind().code()
              + " without the secret in its texts, but one of them holds it.\n"
              + "Keep prompts, answers and keys out of failures.");
    }
    return this;
  }

  private FailureAssert unless(java.util.function.BooleanSupplier holds, String expected) {
    isNotNull();
    if (!holds.getAsBoolean()) {
      throw failure("%s", "Expecting " + expected + ":\n  " + Shown.of(actual));
    }
    return this;
  }
}
