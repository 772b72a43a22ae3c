package dev.modeldispatch.core.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.core.failure.CorpusAssert;
import dev.modeldispatch.core.failure.CorpusFile;
import dev.modeldispatch.core.http.BaseUrl;
import dev.modeldispatch.core.http.Wholes;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every recorded error of a provider or a gateway, read as a call's reply is read. */
class ErrorCorpusTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

  static List<CorpusFile> files() {
    return CorpusFile.all().stream().filter(f -> !f.provider().equals("opencode")).toList();
  }

  @ParameterizedTest
  @MethodSource("files")
  void errorGetsItsName(CorpusFile file) {
    var reader = reader(OpenAiDialect.COMPATIBLE);

    var reply = reader.read(Wholes.of(file.status(), file.headers(), file.body()), NOW);

    CorpusAssert.check(file, reply.failure().orElseThrow());
  }

  @ParameterizedTest
  @MethodSource("files")
  void errorGetsTheSameNameInItsOwnDialect(CorpusFile file) {
    var reader = reader(dialect(file.provider()));

    var reply = reader.read(Wholes.of(file.status(), file.headers(), file.body()), NOW);

    CorpusAssert.check(file, reply.failure().orElseThrow());
  }

  @Test
  void textBeforeAnErrorInsideAChoiceIsKept() {
    var file = files().stream().filter(f -> f.name().contains("error-inside-choice")).findFirst();
    var reader = reader(OpenAiDialect.COMPATIBLE);

    var reply = reader.read(Wholes.of(200, file.orElseThrow().headers(), file.get().body()), NOW);

    assertThat(reply.partialText()).isEqualTo("The first half of ");
  }

  private static ReplyReader reader(Dialect dialect) {
    var base = BaseUrl.of(URI.create("https://p.example/v1"));
    var endpoint = new Endpoint("p", base, Optional.empty(), dialect);
    return new ReplyReader(endpoint, ModelTarget.of("p", "m"), Prompt.of("Say something."));
  }

  private static Dialect dialect(String provider) {
    return switch (provider) {
      case "anthropic" -> new AnthropicDialect();
      case "gemini" -> new GeminiDialect();
      case "ollama" -> new OllamaDialect();
      case "azure" -> OpenAiDialect.AZURE;
      default -> OpenAiDialect.OPENAI;
    };
  }
}
