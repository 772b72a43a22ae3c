package dev.modeldispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FallbacksTest {
  private static final List<ModelTarget> SIX =
      IntStream.range(0, 6).mapToObj(i -> ModelTarget.of("a", "m" + i)).toList();

  @Test
  void causeWithoutAChainGoesByTheGeneralOne() {
    var chains = Fallbacks.of("a/b").on(FailureKind.CONTEXT_OVERFLOW, "big/one", "big/two");

    assertThat(chains.after(FailureKind.CONTEXT_OVERFLOW)).hasToString("[big/one, big/two]");
    assertThat(chains.after(FailureKind.CONTENT_FILTERED)).hasToString("[a/b]");
    assertThat(chains.after(FailureKind.SERVER_ERROR)).hasToString("[a/b]");
    assertThat(chains).hasToString("[a/b], context_overflow: [big/one, big/two]");
  }

  @Test
  void chainOfACauseAloneLeavesTheOthersWithNobody() {
    var chains = Fallbacks.none().on(FailureKind.CONTENT_FILTERED, "free/one");

    assertThat(chains.isEmpty()).isFalse();
    assertThat(chains.after(FailureKind.SERVER_ERROR)).isEmpty();
    assertThat(chains.names(ModelTarget.parse("free/one"))).isTrue();
  }

  @Test
  void longChainIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Fallbacks.of(SIX))
        .withMessageContaining("6 are too many; name at most 5");
    assertThat(Fallbacks.of(SIX.subList(0, 5)).general()).hasSize(5);
  }

  @Test
  void targetThatStandsTwiceIsNamedOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Fallbacks.of(Collections.nCopies(6, ModelTarget.of("a", "b"))))
        .withMessageContaining("6 are too many")
        .withMessageContaining("a/b is there twice");
  }

  @Test
  void causeThatHasNoChainIsRefusedWithThoseThatHave() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Fallbacks.none().on(FailureKind.RATE_LIMITED, "a/b"))
        .withMessageContaining("rate_limited")
        .withMessageContaining("context_overflow and content_filtered");
  }
}
