package dev.modeldispatch.core;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldispatch.ApiKey;
import dev.modeldispatch.Batch;
import dev.modeldispatch.BatchRequest;
import dev.modeldispatch.Completion;
import dev.modeldispatch.Fallbacks;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.Session;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Misuse throws at once, tells every problem, and names the valid choice. */
class MisuseTest {
  private static final URI LOCAL = URI.create("http://127.0.0.1:9/v1");
  private static final List<ModelTarget> TWO = ModelTarget.list("a/x", "b/y");
  private static final String SECRET = "CANARY-secret-text";

  /** What is done, and pieces that the message has to hold. */
  record Row(String what, Supplier<?> use, List<String> pieces) {
    @Override
    public String toString() {
      return what;
    }
  }

  static Stream<Row> misuses() {
    return Stream.of(
        row("no slash", () -> ModelTarget.parse("gpt-x"), "'gpt-x'", "provider/model"),
        row(
            "two bad targets",
            () -> ModelTarget.list("one", "two", "a/b"),
            "2 problems",
            "'one'",
            "'two'"),
        row("blank prompt", () -> Prompt.of(" "), "text is blank"),
        row(
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
        row("a key with a blank", () -> ApiKey.of(SECRET + " x"), "visible ASCII"),
        row("no targets", () -> BatchRequest.of(List.of(), "hi"), "name at least one"),
        row(
            "prompts and targets that differ",
            () -> BatchRequest.builder(TWO, List.of(Prompt.of("hi"))).build(),
            "1 prompts for 2 targets"),
        row(
            "more answers than targets",
            () -> BatchRequest.builder(TWO, Wire.HI).completion(Completion.answers(3)).build(),
            "answers(3)",
            "2 targets"),
        row(
            "a kept session for all",
            () -> BatchRequest.of(TWO, Prompt.builder(SECRET).session(Session.kept()).build()),
            "Session.fresh()"),
        row("no connector", () -> ModelDispatch.builder().build(), ".openaiCompatible("),
        row(
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
        row(
            "retries and fallbacks wrong in every way",
            () ->
                ModelDispatch.builder()
                    .openaiCompatible("a", LOCAL)
                    .retryWaits(Duration.ofSeconds(2), Duration.ofSeconds(1))
                    .retryBudget(0)
                    .fallbacks("a/m", Fallbacks.of("b/m", "a/m"))
                    .fallbacks("a", Fallbacks.of("b/m"))
                    .build(),
            "4 problems",
            "the longest retry wait PT1S must not be below the first, PT2S",
            "retryBudget 0 must be at least 1",
            "the fallbacks of a/m lead back to itself",
            "'a' is not a target"),
        row(
            "a protection wrong in every way",
            () ->
                Protection.builder()
                    .maxInFlight(0)
                    .maxQueued(-1)
                    .requestsPerMinute(0)
                    .tokensPerMinute(-5)
                    .build(),
            "4 problems",
            "maxInFlight 0",
            "maxQueued -1",
            "requestsPerMinute 0",
            "tokensPerMinute -5"),
        row(
            "a protection from nothing",
            () -> Protection.builder().maxQueued(5).build(),
            "nothing is limited",
            "maxInFlight"),
        row(
            "a breaker wrong in every way",
            () ->
                Breaker.builder()
                    .failureRate(101)
                    .lastCalls(0)
                    .minimumCalls(5)
                    .openFor(Duration.ZERO)
                    .silence(Duration.ofSeconds(-1))
                    .build(),
            "5 problems",
            "failureRate 101",
            "lastCalls 0",
            "minimumCalls 5",
            "openFor PT0S",
            "silence PT-1S"),
        row(
            "protections of nobody, and twice of one",
            () ->
                ModelDispatch.builder()
                    .openaiCompatible("a", LOCAL)
                    .protect("no id", oneAtATime())
                    .protect("a", oneAtATime())
                    .protect("a", oneAtATime())
                    .build(),
            "2 problems",
            "'no id'",
            "'a' is protected twice"),
        row(
            "one provider twice",
            () ->
                ModelDispatch.builder()
                    .openaiCompatible("a", LOCAL)
                    .openaiCompatible("a", LOCAL)
                    .build(),
            "provider 'a'",
            "connect it once"),
        row("a slot that is not there", () -> started().cancel(7), "slots are 0 to 1"),
        row("an unknown task", () -> door().route("no-such-task"), "Known:"));
  }

  private static Row row(String what, Supplier<?> use, String... pieces) {
    return new Row(what, use, List.of(pieces));
  }

  @ParameterizedTest
  @MethodSource("misuses")
  void misuseIsRefusedAtOnceWithTheValidChoice(Row row) {
    assertThatThrownBy(row.use()::get)
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .contains(row.pieces())
        .hasSizeLessThan(500)
        .doesNotContain(SECRET);
  }

  private static Protection oneAtATime() {
    return Protection.builder().maxInFlight(1).build();
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
