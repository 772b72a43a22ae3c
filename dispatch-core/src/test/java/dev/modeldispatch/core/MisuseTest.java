package dev.modeldispatch.core;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldispatch.ApiKey;
import dev.modeldispatch.Batch;
import dev.modeldispatch.BatchRequest;
import dev.modeldispatch.Completion;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.Session;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Misuse throws at once, tells every problem, and names the valid choice. */
class MisuseTest {
  private static final URI LOCAL = URI.create("http://127.0.0.1:9/v1");
  private static final List<ModelTarget> TWO = ModelTarget.list("a/x", "b/y");
  private static final String SECRET = "CANARY-secret-text";

  /** What is done, and pieces that the message has to hold. */
  record Row(String what, Runnable use, String... pieces) {
    @Override
    public String toString() {
      return what;
    }
  }

  static Stream<Row> misuses() {
    return Stream.of(
        new Row("no slash", () -> ModelTarget.parse("gpt-x"), "'gpt-x'", "provider/model"),
        new Row(
            "two bad targets",
            () -> ModelTarget.list("one", "two", "a/b"),
            "2 problems",
            "'one'",
            "'two'"),
        new Row("blank prompt", () -> Prompt.of(" "), "text is blank"),
        new Row(
            "a prompt wrong in every way",
            () ->
                Prompt.builder(SECRET)
                    .jsonSchema("[]")
                    .timeout(Duration.ZERO)
                    .maxOutputTokens(0)
                    .temperature(3)
                    .build(),
            "4 problems",
            "jsonSchema",
            "timeout PT0S",
            "maxOutputTokens 0",
            "temperature 3.0"),
        new Row("a key with a blank", () -> ApiKey.of(SECRET + " x"), "visible ASCII"),
        new Row("no targets", () -> BatchRequest.of(List.of(), "hi"), "name at least one"),
        new Row(
            "prompts and targets that differ",
            () -> BatchRequest.builder(TWO, List.of(Prompt.of("hi"))).build(),
            "1 prompts for 2 targets"),
        new Row(
            "more answers than targets",
            () -> BatchRequest.builder(TWO, Wire.HI).completion(Completion.answers(3)).build(),
            "answers(3)",
            "2 targets"),
        new Row(
            "a kept session for all",
            () -> BatchRequest.of(TWO, Prompt.builder(SECRET).session(Session.kept()).build()),
            "Session.fresh()"),
        new Row("no connector", () -> ModelDispatch.builder().build(), ".openaiCompatible("),
        new Row(
            "a builder wrong in every way",
            () ->
                ModelDispatch.builder()
                    .openaiCompatible("no id", LOCAL)
                    .dispatchTimeout(Duration.ZERO)
                    .maxInFlight(0)
                    .maxQueued(-1)
                    .retries(11)
                    .build(),
            "5 problems",
            "'no id'",
            "dispatchTimeout",
            "maxInFlight 0",
            "maxQueued -1",
            "retries 11"),
        new Row(
            "one provider twice",
            () ->
                ModelDispatch.builder()
                    .openaiCompatible("a", LOCAL)
                    .openaiCompatible("a", LOCAL)
                    .build(),
            "provider 'a'",
            "connect it once"),
        new Row("a slot that is not there", () -> started().result(7), "slots are 0 to 1"),
        new Row("an unknown task", () -> door().route("no-such-task"), "Known:"));
  }

  @ParameterizedTest
  @MethodSource("misuses")
  void misuseIsRefusedAtOnceWithTheValidChoice(Row row) {
    assertThatThrownBy(row.use()::run)
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .contains(row.pieces())
        .hasSizeLessThan(500)
        .doesNotContain(SECRET);
  }

  private static Batch started() {
    try (var door = door()) {
      return door.batch().start(BatchRequest.of(TWO, "hi"));
    }
  }

  private static ModelDispatch door() {
    return ModelDispatch.builder().openaiCompatible("a", LOCAL).build();
  }
}
