package dev.modeldispatch.samples.spring;

import dev.modeldispatch.ApiKey;
import dev.modeldispatch.Fallbacks;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.core.ModelDispatch;
import dev.modeldispatch.core.ModelDispatchBuilder;
import dev.modeldispatch.core.ProviderSettings;
import dev.modeldispatch.core.opencode.OpencodeOptions;
import dev.modeldispatch.core.routing.Route;
import dev.modeldispatch.core.routing.RoutingTable;
import dev.modeldispatch.samples.spring.DispatchProperties.Opencode;
import dev.modeldispatch.samples.spring.DispatchProperties.Provider;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Makes the front door of the properties, or refuses them with all that is wrong at once. */
final class FrontDoor {
  private static final URI NOWHERE = URI.create("http://127.0.0.1:1/v1");

  private final Map<String, Consumer<ModelDispatchBuilder>> settings = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();

  FrontDoor(DispatchProperties properties) {
    settings.put("dispatch.timeout", to -> to.dispatchTimeout(properties.timeout()));
    properties.providers().forEach(this::provider);
    opencode(properties.opencode());
    RoutingTable routes = routes(properties.routing());
    settings.put("dispatch.routing", to -> to.routes(routes));
  }

  /** Opens it, with what the customizers set besides. */
  ModelDispatch open(List<ModelDispatchCustomizer> customizers) {
    ModelDispatchBuilder builder = ModelDispatch.builder();
    settings.values().forEach(setting -> setting.accept(builder));
    customizers.forEach(customizer -> customizer.customize(builder));
    try {
      ModelDispatch models = builder.build();
      if (problems.isEmpty()) {
        return models;
      }
      models.close();
    } catch (IllegalArgumentException e) {
      blame(e.getMessage());
    }
    throw new DispatchRefusal(problems);
  }

  private void provider(String id, Provider provider) {
    String name = "dispatch.providers." + id;
    int before = problems.size();
    Optional<URI> url = url(name + ".base-url", provider.baseUrl());
    Optional<ApiKey> key = key(name + ".api-key", provider.apiKey());
    if (problems.size() == before) {
      var provided = new ProviderSettings(id, url, key);
      if (url.isEmpty() && key.isEmpty() && provided.keyVariable().isPresent()) {
        problems.add(name + ".api-key is missing"); // a property decides, not the environment
      } else {
        settings.put(name, to -> to.provider(provided));
      }
    }
  }

  private void opencode(Opencode opencode) {
    Optional<URI> url = url("dispatch.opencode.base-url", opencode.baseUrl());
    Optional<ApiKey> password = key("dispatch.opencode.password", opencode.password());
    url.ifPresent(
        uri -> {
          var options = OpencodeOptions.builder(uri);
          password.ifPresent(options::password);
          settings.put("dispatch.opencode.base-url", to -> to.opencode(options.build()));
        });
  }

  private RoutingTable routes(Map<String, List<String>> routing) {
    RoutingTable table = RoutingTable.original();
    for (var entry : routing.entrySet()) {
      try {
        Route old = table.route(entry.getKey());
        List<ModelTarget> asked = ModelTarget.list(entry.getValue().toArray(String[]::new));
        var next = Fallbacks.of(asked.subList(1, asked.size()));
        table = table.with(new Route(old.taskType(), old.tier(), asked.get(0), next));
      } catch (IllegalArgumentException e) {
        problems.add("dispatch.routing." + entry.getKey() + ": " + e.getMessage());
      }
    }
    return table;
  }

  private Optional<URI> url(String property, String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(URI.create(text));
    } catch (IllegalArgumentException e) { // quotes the text, in which a password may be
      problems.add(property + ": it is no URL, for example https://api.openai.com/v1");
      return Optional.empty();
    }
  }

  private Optional<ApiKey> key(String property, Secret secret) {
    try {
      return secret.isMissing() ? Optional.empty() : Optional.of(secret.key());
    } catch (IllegalArgumentException e) {
      problems.add(property + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  /** Finds out which properties it is: each is tried alone. */
  private void blame(String message) {
    int before = problems.size();
    settings.forEach(
        (property, setting) -> {
          ModelDispatchBuilder alone =
              ModelDispatch.builder().openaiCompatible("dispatch-nowhere", NOWHERE);
          try {
            setting.accept(alone);
            alone.build().close();
          } catch (IllegalArgumentException e) {
            problems.add(property + ": " + e.getMessage());
          }
        });
    if (problems.isEmpty() && settings.keySet().stream().noneMatch(FrontDoor::connects)) {
      problems.add(
          "nobody is connected; set dispatch.providers.<id>.api-key or .base-url, or"
              + " dispatch.opencode.base-url, or connect by a ModelDispatchCustomizer");
    } else if (problems.size() == before && before == 0) {
      problems.add("the properties and the customizers together: " + message);
    }
  }

  private static boolean connects(String property) {
    return !property.equals("dispatch.timeout") && !property.equals("dispatch.routing");
  }
}
