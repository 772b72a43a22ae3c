package dev.modeldispatch.core.failure;

import static org.assertj.core.api.Assertions.assertThat;

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
      assertThat(CorpusFile.all())
          .as(rule.toString())
          .anyMatch(f -> f.kind() == rule.kind() && proves(f.fact("evidence"), rule));
    }
  }

  @Test
  void everyPhraseOfTheStandardRulesHasItsFile() {
    var proofs = CorpusFile.all().stream().map(f -> f.fact("evidence")).toList();

    for (Rule rule : StandardRules.all()) {
      for (String phrase : rule.phrases()) {
        assertThat(proofs).as(phrase).anyMatch(p -> p.endsWith("text '" + phrase + "'"));
      }
    }
  }

  private static boolean proves(String evidence, Rule rule) {
    return (rule.codes().isEmpty()
            || rule.codes().stream().anyMatch(c -> evidence.endsWith("code " + c)))
        && (rule.phrases().isEmpty()
            || rule.phrases().stream().anyMatch(p -> evidence.endsWith("text '" + p + "'")));
  }
}
