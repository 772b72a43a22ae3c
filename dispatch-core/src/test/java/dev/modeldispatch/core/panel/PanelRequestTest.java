package dev.modeldispatch.core.panel;

import static dev.modeldispatch.core.panel.Fleet.FIVE;
import static dev.modeldispatch.core.panel.Fleet.JUDGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.core.panel.PanelRequest.Kind;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PanelRequestTest {
  @ParameterizedTest
  @CsvSource({"1, false", "2, true", "10, true", "11, false"})
  void membersAreTwoToTen(int members, boolean allowed) {
    List<ModelTarget> targets =
        IntStream.range(0, members).mapToObj(i -> ModelTarget.of("p", "m" + i)).toList();

    assertThat(isAllowed(PanelRequest.builder(Kind.COUNCIL, targets, JUDGE, Prompt.of("x"))))
        .isEqualTo(allowed);
  }

  static Stream<Arguments> bounds() {
    return Stream.of(
        bound(Kind.COUNCIL, true, b -> b.rebuttals(0)),
        bound(Kind.COUNCIL, true, b -> b.rebuttals(5)),
        bound(Kind.COUNCIL, false, b -> b.rebuttals(-1)),
        bound(Kind.COUNCIL, false, b -> b.rebuttals(6)),
        bound(Kind.COUNCIL, true, b -> b.maxTokens(1)),
        bound(Kind.COUNCIL, false, b -> b.maxTokens(0)),
        bound(Kind.COUNCIL, true, b -> b.maxConcurrency(1)),
        bound(Kind.COUNCIL, false, b -> b.maxConcurrency(0)),
        bound(Kind.COUNCIL, false, b -> b.thresholds(1, 2)),
        bound(Kind.CONSENSUS, true, b -> b.thresholds(0, 5)),
        bound(Kind.CONSENSUS, false, b -> b.thresholds(-1, 5)),
        bound(Kind.CONSENSUS, false, b -> b.thresholds(2, 2)),
        bound(Kind.CONSENSUS, false, b -> b.thresholds(0, 6)));
  }

  @ParameterizedTest
  @MethodSource("bounds")
  void boundsAreKept(Kind kind, boolean allowed, UnaryOperator<PanelRequest.Builder> setting) {
    assertThat(isAllowed(setting.apply(Fleet.request(kind)))).isEqualTo(allowed);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void noMemberCanBeTheJudge(int member) {
    var request = PanelRequest.builder(Kind.SECOND_OPINION, FIVE, FIVE.get(member), Prompt.of("x"));

    assertThatThrownBy(request::build)
        .hasMessage("panel: the judge %s is in the panel; name one that is not", FIVE.get(member));
    assertThatCode(() -> Fleet.request(Kind.SECOND_OPINION).build()).doesNotThrowAnyException();
  }

  private static Arguments bound(
      Kind kind, boolean allowed, UnaryOperator<PanelRequest.Builder> setting) {
    return Arguments.of(kind, allowed, setting);
  }

  private static boolean isAllowed(PanelRequest.Builder request) {
    try {
      request.build();
      return true;
    } catch (IllegalArgumentException refused) {
      assertThat(refused).hasMessageStartingWith("panel: ");
      return false;
    }
  }
}
