package dev.modeldispatch.core.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CorpusTest {
  private static final Set<String> FOLDERS =
      Set.of(
          "anthropic",
          "azure",
          "deepseek",
          "gateway",
          "gemini",
          "groq",
          "llamacpp",
          "lmstudio",
          "mistral",
          "ollama",
          "openai",
          "opencode",
          "openrouter",
          "vllm",
          "xai");

  /** An error at the session server has no status of its own to prove anything. */
  private static final List<CorpusFile> WIRED =
      CorpusFile.all().stream().filter(f -> !f.provider().equals("opencode")).toList();

  @Test
  void everyProviderIsThere() {
    assertThat(CorpusFile.all().stream().map(CorpusFile::provider).collect(Collectors.toSet()))
        .isEqualTo(FOLDERS);
  }

  @Test
  void corpusIsLarge() {
    assertThat(CorpusFile.all()).hasSizeGreaterThanOrEqualTo(250);
  }

  @Test
  void everyStandardRuleHasItsFile() {
    for (Rule rule : StandardRules.all()) {
      assertThat(WIRED)
          .as(rule.toString())
          .anyMatch(f -> f.kind() == rule.kind() && proves(f.fact("evidence"), rule));
    }
  }

  @Test
  void everyPhraseOfTheStandardRulesHasItsFile() {
    var proofs = WIRED.stream().map(f -> f.fact("evidence")).toList();

    for (Rule rule : StandardRules.all()) {
      for (String phrase : rule.phrases()) {
        assertThat(proofs).as(phrase).anyMatch(p -> p.endsWith("text '" + phrase + "'"));
      }
    }
  }

  private static boolean proves(String evidence, Rule rule) {
    int status = Integer.parseInt(evidence.substring(0, 3));
    boolean bare = rule.codes().isEmpty() && rule.phrases().isEmpty();
    return bare
        ? evidence.length() == 3
            && (rule.statuses().contains(status) || rule.statuses().contains(status / 100))
        : rule.codes().stream().anyMatch(c -> evidence.endsWith("code " + c))
            || rule.phrases().stream().anyMatch(p -> evidence.endsWith("text '" + p + "'"));
  }
}
