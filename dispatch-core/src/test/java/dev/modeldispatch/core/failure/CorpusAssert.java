package dev.modeldispatch.core.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.Failure;

/** What a corpus file demands of the failure that was made of it. */
public final class CorpusAssert {
  private CorpusAssert() {}

  /** Checks kind, retryability, evidence, hint, and the wait with its source. */
  public static void check(CorpusFile file, Failure failure) {
    assertThat(failure.kind()).isEqualTo(file.kind());
    assertThat(failure.retryable()).isEqualTo(file.retryable());
    assertThat(failure.evidence()).startsWith(file.fact("evidence"));
    assertThat(failure.hint()).isNotBlank().contains(file.said("hint").orElse(""));
    assertThat(failure.retryAfter().map(d -> Long.toString(d.toMillis())))
        .isEqualTo(file.said("retry-after-ms"));
    assertThat(failure.retryAfterSource()).isEqualTo(file.said("retry-after-source"));
    assertThat(file.said("source")).isPresent();
  }
}
