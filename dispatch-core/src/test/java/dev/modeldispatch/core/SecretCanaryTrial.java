package dev.modeldispatch.core;

import dev.modeldispatch.ApiKey;
import dev.modeldispatch.BatchRequest;
import dev.modeldispatch.BatchResult;
import dev.modeldispatch.DispatchException;
import dev.modeldispatch.Failure;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.Session;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.report.ComparisonReport;
import dev.modeldispatch.core.tool.ToolReply;
import dev.modeldispatch.testkit.RecordingListener;
import dev.modeldispatch.testkit.SecretCanary;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.slf4j.MDC;

/** Prints every text that the library makes, for each dialect and each way that it can go. */
final class SecretCanaryTrial {
  static final long SEED = 41;

  static final List<ModelTarget> TARGETS =
      ModelTarget.list("compatible/m", "azure/m", "anthropic/m", "gemini/m", "ollama/m");

  private final SecretCanary canary = SecretCanary.of(SEED);
  private final ApiKey key = ApiKey.of(canary.key());
  private final String server;

  private SecretCanaryTrial(String server) {
    this.server = server;
  }

  /** The server's address, and then the ways that it can go. */
  public static void main(String[] args) {
    var trial = new SecretCanaryTrial(args[0]);
    Arrays.stream(args).skip(1).forEach(trial::run);
    print("threads", List.copyOf(Thread.getAllStackTraces().keySet()));
    print("properties", List.of(System.getProperties()));
    print("context", List.of(String.valueOf(MDC.getCopyOfContextMap())));
  }

  private void run(String way) {
    var builder = connected(way);
    try (var models = builder.build()) {
      print(way, List.of(key, builder, models, models.dispatcher(), models.batch()));
      ask(way, models, Prompt.builder(canary.prompt()).session(Session.kept()));
      ask(way, models, Prompt.builder(canary.prompt()).jsonSchema("{\"type\":\"object\"}"));
      var unheard = Prompt.builder(canary.prompt()).system(canary.prompt()).build();
      TARGETS.forEach(target -> tell(way, models.dispatcher().dispatch(target, unheard)));
      if (way.equals("hang")) {
        cancel(models);
      } else {
        lists(models);
        tools(way, models);
      }
    }
  }

  /** All that is connected with the key; two of them are at home elsewhere, and are not asked. */
  private ModelDispatchBuilder connected(String way) {
    return ModelDispatch.builder()
        .openai(key)
        .preset("groq", key)
        .openaiCompatible("compatible", at(way, "compatible"), key)
        .azure(at(way, "azure"), key)
        .anthropic(key, at(way, "anthropic"))
        .gemini(key, at(way, "gemini"))
        .ollama(at(way, "ollama"), key)
        .retries(0)
        .dispatchTimeout(Duration.ofMillis(way.equals("hang") ? 100 : 10_000));
  }

  private URI at(String way, String provider) {
    return URI.create(server + "/" + provider + "/" + way);
  }

  private void ask(String way, ModelDispatch models, Prompt.Builder building) {
    Prompt prompt = building.build();
    var heard = new RecordingListener();
    boolean shared = prompt.session().mode() == Session.Mode.FRESH;
    if (shared) {
      var request = BatchRequest.builder(TARGETS, prompt).listener(heard).build();
      BatchResult result = models.batch().dispatch(request);
      print(way, List.of(building, prompt, request, result));
      result.results().forEach(one -> tell(way, one));
      ComparisonReport.text(result).lines().forEach(line -> System.out.println("REPORT " + line));
    } else {
      TARGETS.forEach(target -> goOn(way, models, target, prompt, heard));
    }
    print(way, heard.events());
    print(way, heard.all());
  }

  private void goOn(
      String way,
      ModelDispatch models,
      ModelTarget target,
      Prompt prompt,
      RecordingListener heard) {
    ModelResult first = models.dispatcher().dispatch(target, prompt, heard);
    tell(way, first);
    first
        .session()
        .map(session -> prompt.toBuilder().session(session).build())
        .ifPresent(next -> tell(way, models.dispatcher().dispatch(target, next)));
  }

  /** A list is asked for without a prompt, so that none can be told from the server's own words. */
  private static void lists(ModelDispatch models) {
    for (var verdict : models.directory().preflight(TARGETS)) {
      System.out.println("LIST " + verdict + " " + verdict.failure().flatMap(Failure::detail));
    }
  }

  /** What a tool says to its model may hold the answer, and a prompt that a server repeats. */
  private void tools(String way, ModelDispatch models) {
    var arguments = Json.object().put("prompt", canary.prompt());
    var several = arguments.putArray("models");
    for (ModelTarget target : TARGETS) {
      several.addObject().put("provider", target.provider()).put("model", target.model());
    }
    ToolReply reply =
        models
            .tools()
            .named("batch-dispatch")
            .reply(arguments.toString(), step -> print(way, List.of(step)));
    print(way, List.of(models.tools(), models.tools().all(), reply));
    reply.text().lines().forEach(line -> System.out.println("TOOL " + line));
  }

  private void cancel(ModelDispatch models) {
    var heard = new RecordingListener();
    for (ModelTarget target : TARGETS) {
      var running = models.dispatcher().dispatchAsync(target, Prompt.of(canary.prompt()), heard);
      running.cancel(true);
      print("cancel", List.of(running, heard.settled()));
      heard.settled().forEach(result -> tell("cancel", result));
    }
  }

  private static void tell(String way, ModelResult result) {
    print(way, List.of(result, result.attempts(), result.notes(), result.usage()));
    print(way, List.of(result.timings(), result.session(), result.answeredBy()));
    result.attempts().forEach(attempt -> attempt.failure().ifPresent(f -> tell(way, f)));
    result.unanswered().ifPresent(none -> tell(way, none.failure()));
    try {
      print(way, List.of(result.orElseThrow()));
    } catch (DispatchException e) {
      e.printStackTrace(System.out);
    }
  }

  private static void tell(String way, Failure failure) {
    print(way, List.of(failure, failure.message(), failure.hint(), failure.evidence()));
    print(way, List.of(failure.detail(), failure.kind(), failure.retryAfter()));
  }

  private static void print(String way, List<?> objects) {
    objects.forEach(one -> System.out.println("SAID " + way + " " + one));
  }
}
