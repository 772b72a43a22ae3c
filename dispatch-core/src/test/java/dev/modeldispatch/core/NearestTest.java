package dev.modeldispatch.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
  @ParameterizedTest
  @CsvSource({
    "'',     '',      0",
    "'',     abc,     3",
    "gpt-x,  gpt-x,   0",
    "gpt-x,  gpt-y,   1",
    "gpt-x,  gptx,    1",
    "kitten, sitting, 3",
    "flaw,   lawn,    2",
  })
  void distanceCountsTheLettersToChange(String one, String other, int distance) {
    assertThat(Nearest.distance(one, other)).isEqualTo(distance);
    assertThat(Nearest.distance(other, one)).isEqualTo(distance);
  }

  @Test
  void atMostThreeAreNamedTheNearestFirst() {
    var ids = List.of("gpt-4444", "gpt-5", "gpt-44", "gpt-4x", "else", "gpt-4", "gpt-5");

    assertThat(Nearest.to("gpt-4", ids)).containsExactly("gpt-4", "gpt-5", "gpt-44");
  }

  @Test
  void whatIsNoPlainIdIsNotShown() {
    assertThat(Nearest.to("gpt-4", List.of("gpt 4", "gpt-\u202e", "gpt-\n"))).isEmpty();
  }
}
