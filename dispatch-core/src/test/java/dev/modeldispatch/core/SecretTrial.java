package dev.modeldispatch.core;

import dev.modeldispatch.ApiKey;
import dev.modeldispatch.BatchRequest;
import dev.modeldispatch.Completion;
import dev.modeldispatch.DispatchException;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.connector.Call;
import dev.modeldispatch.connector.ModelConnector;
import dev.modeldispatch.core.report.ComparisonReport;
import dev.modeldispatch.testkit.RecordingListener;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Prints every text that the library makes, over all models of the fake server. */
final class SecretTrial {
  static final String KEY = "CANARYKEYabcdefghijklmnop0123456789";
  static final String PROMPT = "CANARYPROMPT-the-quick-brown-fox-jumps";
  static final String ANSWER = "CANARYANSWER-over-the-lazy-dog";

  private SecretTrial() {}

  public static void main(String[] args) {
    var key = ApiKey.of(KEY);
    var builder =
        ModelDispatch.builder()
            .openaiCompatible("fake", URI.create(args[0]), key)
            .connector(new Throwing())
            .retries(1);
    var prompt = Prompt.builder(PROMPT).system(PROMPT).timeout(Duration.ofSeconds(3)).build();
    try (var models = builder.build()) {
      List<ModelTarget> targets = targets(models);
      System.out.println("asked " + (targets.size() - 2) + " models");
      var heard = new RecordingListener();
      var request = BatchRequest.builder(targets, prompt).listener(heard).build();
      var result = models.batch().dispatch(request);
      print(List.of(key, builder, prompt, models, request, result, targets));
      print(models.directory().models());
      print(models.directory().preflight(targets));
      heard.events().forEach(event -> print(List.of(event)));
      result.results().forEach(SecretTrial::print);
      ComparisonReport.text(result).lines().forEach(line -> System.out.println("REPORT " + line));
      misbehave(models, prompt);
    }
  }

  private static List<ModelTarget> targets(ModelDispatch models) {
    Stream<ModelTarget> listed =
        models.directory().models().stream()
            .flatMap(status -> status.models().stream())
            .map(model -> ModelTarget.of("fake", model.id()));
    var others = Stream.of(ModelTarget.of("throwing", "m"), ModelTarget.of("nobody", "m"));
    return Stream.concat(listed, others).toList();
  }

  private static void print(ModelResult result) {
    print(List.of(result, result.attempts(), result.notes(), result.usage(), result.timings()));
    result
        .unanswered()
        .ifPresent(
            none -> {
              var failure = none.failure();
              print(List.of(failure, failure.message(), failure.hint(), failure.evidence()));
              print(List.of(failure.detail(), none.partialText().map(String::length)));
            });
    try {
      print(List.of(result.orElseThrow()));
    } catch (DispatchException e) {
      e.printStackTrace(System.out);
    }
  }

  /** A user's own code that throws with the prompt in its message. */
  private static void misbehave(ModelDispatch models, Prompt prompt) {
    var target = ModelTarget.of("fake", "answers");
    var listening = models.dispatcher();
    print(
        listening.dispatch(
            target,
            prompt,
            event -> {
              throw new IllegalStateException(PROMPT + KEY);
            }));
    var until =
        Completion.until(
            results -> {
              throw new IllegalStateException(PROMPT + KEY);
            });
    print(
        List.of(
            models
                .batch()
                .dispatch(
                    BatchRequest.builder(List.of(target), prompt).completion(until).build())));
  }

  private static void print(List<?> objects) {
    objects.forEach(one -> System.out.println("SAID " + one));
  }

  private static final class Throwing implements ModelConnector {
    @Override
    public Set<String> providers() {
      return Set.of("throwing");
    }

    @Override
    public void call(Call call) {
      throw new IllegalStateException(call.prompt().text() + KEY);
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }
}
