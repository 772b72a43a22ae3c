package dev.modeldispatch.core.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.core.report.SafeText;
import dev.modeldispatch.testkit.contract.HostileText;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Reads a single answer back: the first line is the tool's, all others are the answer's. */
class ForgedToolTest {
  private static final int ROUNDS = 500;
  private static final Pattern OWN_LINE = Pattern.compile("(--- |=== |\\[(batch-)?dispatch ).*");
  private static final Pattern HIDDEN =
      Pattern.compile("[\\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069&&[^\n\t]]");

  private final Kit kit = new Kit();

  @Test
  void noAnswerReadsLikeALineOfTheTools() {
    var random = new Random(7);
    kit.models.target("p/a").answers(prompt -> prompt.text().substring(1));
    for (int round = 0; round < ROUNDS; round++) {
      String answer = HostileText.any(random);

      String text = kit.dispatch("{'provider':'p','model':'a','prompt':" + quoted(answer) + "}");

      var lines = text.split("\n", 2);
      assertThat(lines[0]).isEqualTo("--- dispatch response from p/a (0ms) ---");
      assertThat(lines[1].split("\n", -1)).noneMatch(line -> OWN_LINE.matcher(line).matches());
      assertThat(HIDDEN.matcher(text).find()).isFalse();
      assertThat(lines[1].replaceAll("(?m)^\\\\(?=\\\\*(--- |=== |\\[(batch-)?dispatch ))", ""))
          .as("round %d", round)
          .isEqualTo(SafeText.visible(answer));
    }
  }

  private static String quoted(String answer) {
    var json = new StringBuilder("'x");
    answer.chars().forEach(c -> json.append(String.format("\\u%04x", c)));
    return json.append("'").toString();
  }
}
