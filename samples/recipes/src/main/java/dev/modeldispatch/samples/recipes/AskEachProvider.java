package dev.modeldispatch.samples.recipes;

import dev.modeldispatch.ApiKey;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.connector.ProviderStatus;
import dev.modeldispatch.core.ModelDispatch;
import dev.modeldispatch.core.opencode.OpencodeOptions;
import dev.modeldispatch.core.report.ComparisonReport;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Asks one question of each provider that an opencode server is connected to, of its first model.
 * The argument is the server's address; its password is in {@code OPENCODE_SERVER_PASSWORD}.
 */
public final class AskEachProvider {
  private static final Prompt QUESTION =
      Prompt.builder("Answer with one word: what is the capital of France?")
          .timeout(Duration.ofSeconds(60))
          .build();

  private AskEachProvider() {}

  /** Runs the recipe. */
  public static void main(String[] args) {
    if (args.length == 0) {
      try (var server = SessionServer.saying(Map.of("wise", "Paris"));
          var models = server.connect()) {
        askEach(models);
      }
    } else {
      try (var models = connect(URI.create(args[0]))) {
        askEach(models);
      }
    }
  }

  private static ModelDispatch connect(URI server) {
    var options = OpencodeOptions.builder(server);
    ApiKey password = ApiKey.env("OPENCODE_SERVER_PASSWORD");
    if (password.reveal().isPresent()) {
      options.password(password);
    }
    return ModelDispatch.builder().opencode(options.build()).build();
  }

  private static void askEach(ModelDispatch models) {
    List<ModelTarget> targets =
        models.directory().models().stream()
            .filter(status -> !status.models().isEmpty())
            .map(AskEachProvider::first)
            .toList();
    if (targets.isEmpty()) {
      System.out.println("no connected provider lists a model");
      return;
    }
    System.out.println(ComparisonReport.text(models.batch().dispatch(targets, QUESTION)));
  }

  private static ModelTarget first(ProviderStatus status) {
    return ModelTarget.of(status.provider(), status.models().get(0).id());
  }
}
