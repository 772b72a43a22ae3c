package dev.modeldispatch.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTextTest {
  @ParameterizedTest
  @ValueSource(
      ints = {
        0, 7, 8, 0x0b, 0x0c, '\r', 0x1b, 0x1f, 0x7f, 0x80, 0x85, 0x9f, 0x61c, 0x200e, 0x200f,
        0x2028, 0x2029, 0x202a, 0x202e, 0x2066, 0x2069
      })
  void controlCharactersAreWrittenOut(int control) {
    String text = "a" + (char) control + "b";

    assertThat(SafeText.visible(text)).isEqualTo("a\\u%04xb", control);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\tb\nc", "größer", "日本語", "👩‍👩‍👧", "\\u0000", ""})
  void everythingElseStays(String text) {
    assertThat(SafeText.shown(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--- a/b",
        "=== x",
        "[dispatch error]",
        "[batch-dispatch info]",
        "\\--- ",
        "\\\\=== "
      })
  void lineLikeOneOfTheReportsGetsOneBackslash(String line) {
    assertThat(SafeText.shown("x\n" + line + "\ny")).isEqualTo("x\n\\" + line + "\ny");
  }

  @ParameterizedTest
  @ValueSource(strings = {"---", "----", " --- a", "===", "[dispatcher x]", "\\x", "a --- b"})
  void otherLinesStay(String line) {
    assertThat(SafeText.shown(line + "\n" + line)).isEqualTo(line + "\n" + line);
  }

  @Test
  void hiddenBreakCannotBeginALine() {
    assertThat(SafeText.shown("x\r--- a/b [OK] (1ms) ---"))
        .isEqualTo("x\\u000d--- a/b [OK] (1ms) ---");
  }

  @Test
  void manyBackslashesAreReadInOnePass() {
    String line = "\\".repeat(1_000_000) + "--- ";

    assertThat(SafeText.unshielded(SafeText.shielded(line))).isEqualTo(line);
  }

  @Test
  void startNeverSplitsACharacter() {
    assertThat(SafeText.start("a😀", 2)).isEqualTo("a");
    assertThat(SafeText.start("a😀", 3)).isEqualTo("a😀");
  }
}
