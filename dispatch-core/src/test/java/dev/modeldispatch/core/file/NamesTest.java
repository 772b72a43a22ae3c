package dev.modeldispatch.core.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"C1", "a", "0", "case-1_b.c", "console", "comet", "com", "lpt", "nullable"})
  void ordinaryNamesPass(String name) {
    assertThat(Names.caseProblem(name)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "../x",
        "/etc",
        "a/b",
        "a\\b",
        ".hidden",
        "-x",
        "a.",
        "a b",
        "a\nb",
        "a\0b",
        "CON",
        "con",
        "Aux.json",
        "nul.tar.gz",
        "COM1",
        "lpt9.txt",
        "ä",
        "a:b",
        "a*",
        "\u202ex",
        "batch-manifest.json",
        "Batch-Manifest.7.JSON",
        "briefing.md",
        "token-report.json"
      })
  void namesThatLeaveTheFolderOrMeanSomethingElseAreRefused(String name) {
    assertThat(Names.caseProblem(name)).isPresent();
  }

  @Test
  void hundredCharactersPassAndOneMoreDoesNot() {
    assertThat(Names.problem("a".repeat(100))).isEmpty();
    assertThat(Names.problem("a".repeat(101))).isPresent();
  }

  @Test
  void whateverPassesIsOneNameInsideItsFolder() {
    var random = new Random(4711);
    Path folder = Path.of("/suite");
    for (int i = 0; i < 200_000; i++) {
      String name = random(random);
      if (Names.caseProblem(name).isEmpty()) {
        Path path = folder.resolve(name).normalize();
        assertThat(path.getParent()).isEqualTo(folder);
        assertThat(path.getFileName().toString()).isEqualTo(name);
      } else if (isPlain(name)) {
        throw new AssertionError(name + " is refused");
      }
    }
  }

  /** Mostly characters that are near to being allowed. */
  private static String random(Random random) {
    var name = new StringBuilder();
    int length = 1 + random.nextInt(6);
    for (int i = 0; i < length; i++) {
      int kind = random.nextInt(10);
      name.appendCodePoint(
          kind < 6
              ? "abzAZ019._-".charAt(random.nextInt(11))
              : kind < 8 ? random.nextInt(0x80) : random.nextInt(0x110000));
    }
    return name.toString();
  }

  private static boolean isPlain(String name) {
    try {
      return name.matches("[a-zA-Z0-9]+") && Path.of(name).toString().equals(name);
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
