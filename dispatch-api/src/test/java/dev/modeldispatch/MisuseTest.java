package dev.modeldispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;

class MisuseTest {
  private final Misuse problems = Misuse.check("plan");

  @Test
  void nothingWrongThrowsNothing() {
    problems.unless(true, () -> "never asked");

    assertThat(problems.isFine()).isTrue();
    assertThatNoException().isThrownBy(problems::orThrow);
  }

  @Test
  void oneProblemFollowsItsSubject() {
    problems.unless(false, () -> "no tasks; add one");

    assertThat(problems.isFine()).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(problems::orThrow)
        .withMessage("plan: no tasks; add one");
  }

  @Test
  void aProblemThatNamesTheSubjectIsNotPrefixed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> problems.add("plan 'x' is unknown").orThrow())
        .withMessage("plan 'x' is unknown");
  }

  @Test
  void severalProblemsAreCountedAndListed() {
    problems.add("one").add("two");

    assertThatIllegalArgumentException()
        .isThrownBy(problems::orThrow)
        .withMessage("plan: 2 problems: one; two");
  }

  @Test
  void aCopyGoesItsOwnWay() {
    problems.add("one");

    var copy = problems.copy().add("two");

    assertThatIllegalArgumentException().isThrownBy(problems::orThrow).withMessage("plan: one");
    assertThatIllegalArgumentException().isThrownBy(copy::orThrow).withMessageContaining("two");
  }

  @Test
  void aMessageStaysBelowFiveHundredCharacters() {
    problems.add("x".repeat(10_000));

    assertThat(message()).hasSizeLessThan(500).endsWith("x...");
  }

  @Test
  void aCutMessageSplitsNoSurrogatePair() {
    String filler = "x".repeat(480 - "plan: ".length() - 1);
    problems.add(filler + "\ud835\udc00 and more");

    assertThat(message()).endsWith("x...").doesNotContain("\ud835");
  }

  @Test
  void quoteEscapesWhatCannotBeSeen() {
    assertThat(Misuse.quote("gpt-x")).isEqualTo("'gpt-x'");
    assertThat(Misuse.quote("\u00e9t\u00e9 \u65e5")).isEqualTo("'\u00e9t\u00e9 \u65e5'");
    assertThat(Misuse.quote("\u0000\n\u001b[0m")).isEqualTo("'\\u0000\\u000a\\u001b[0m'");
    assertThat(Misuse.quote("\u202ea\u200b")).isEqualTo("'\\u202ea\\u200b'");
    assertThat(Misuse.quote("\ud83d\ude00!")).isEqualTo("'\\u{1f600}!'");
    assertThat(Misuse.quote("\ud83d")).isEqualTo("'\\ud83d'");
  }

  @Test
  void quoteCutsAfterSixtyCharacters() {
    assertThat(Misuse.quote("x".repeat(60))).isEqualTo("'" + "x".repeat(60) + "'");
    assertThat(Misuse.quote("x".repeat(61))).isEqualTo("'" + "x".repeat(60) + "...'");
    assertThat(Misuse.quote("")).isEqualTo("''");
  }

  private String message() {
    return String.valueOf(
        catchThrowableOfType(IllegalArgumentException.class, problems::orThrow).getMessage());
  }
}
