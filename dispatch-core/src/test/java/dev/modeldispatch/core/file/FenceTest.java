package dev.modeldispatch.core.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FenceTest {
  @Test
  void onePairOfFencesIsTakenOff() {
    assertThat(Fence.stripped("```json\n{\"a\":1}\n```")).isEqualToIgnoringWhitespace("{\"a\":1}");
    assertThat(Fence.stripped("\n```\n[1]\n```\n")).isEqualToIgnoringWhitespace("[1]");
  }

  @Test
  void nothingMoreIsTakenOff() {
    for (String text :
        new String[] {
          "{\"a\":1}",
          "Here: ```json\n{}\n```",
          "```json\n{}",
          "```json {} ```",
          "````\n{}\n````",
          "```"
        }) {
      assertThat(Fence.stripped(text)).isEqualTo(text);
    }
    assertThat(Fence.stripped("```\n```json\n{}\n```\n```")).contains("```json");
  }

  @Test
  void aLongTextIsLookedAtOnce() {
    String blanks = "```json\n" + " ".repeat(2_000_000) + "{}";

    assertThat(Fence.stripped(blanks)).isEqualTo(blanks);
  }
}
