package dev.modeldispatch.samples.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.Misuse;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.core.Protection;
import dev.modeldispatch.core.ProviderSettings;
import dev.modeldispatch.core.routing.RoutingTable;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes a configuration out of JSON, and collects what is wrong with it. For one reading. */
final class ConfigurationReader {
  private static final int DAY = 86_400;

  private final String source;
  private final Section root;
  private final Problems problems;
  private final Map<String, String> environment;

  ConfigurationReader(
      String source, JsonNode root, Problems problems, Map<String, String> environment) {
    this.source = source;
    this.problems = problems;
    this.environment = environment;
    KeyGuard.check(root, "", problems);
    this.root = new Section(root, "", problems);
    if (root.isMissingNode()) {
      problems.add("", "the file is empty; write {} for the defaults, or leave it away");
    }
  }

  /** Returns the configuration, or throws with all problems. */
  Configuration read() throws BadConfiguration {
    List<Provider> providers = providers(root.section("providers"));
    Optional<Opencode> opencode = opencode(root.section("opencode"));
    List<ModelTarget> targets = targets(root.take("targets"));
    RoutingTable routes = routes(root.take("routes"), targets);
    var timeout = root.seconds("timeoutSeconds", DAY).orElse(Configuration.TIMEOUT);
    var limits = new LimitsReader(root.section("limits"));
    var into = limits.read();
    root.end();
    problems.orThrow();
    boolean nobody = providers.isEmpty() && opencode.isEmpty();
    var found = nobody ? ofEnvironment() : providers;
    return new Configuration(
        source,
        found,
        found.isEmpty() && opencode.isEmpty()
            ? Optional.of(Opencode.ofEnvironment(environment))
            : opencode,
        targets,
        routes,
        timeout,
        limits.maxBatches(),
        into,
        problems);
  }

  private List<Provider> ofEnvironment() {
    return ProviderSettings.known().stream()
        .filter(id -> !id.equals(Provider.AZURE))
        .filter(id -> ProviderSettings.of(id).keyVariable().filter(this::isSet).isPresent())
        .map(Provider::ofEnvironment)
        .toList();
  }

  private boolean isSet(String variable) {
    return !environment.getOrDefault(variable, "").isEmpty();
  }

  private List<Provider> providers(Section section) {
    var providers = new ArrayList<Provider>();
    for (String id : section.names()) {
      provider(id, section.section(id)).ifPresent(providers::add);
    }
    return providers;
  }

  private Optional<Provider> provider(String id, Section section) {
    String preset = section.text("preset").orElse(id);
    Optional<URI> url = section.url("baseUrl");
    Optional<String> variable = section.variable("keyEnv");
    Optional<Protection> protection = protection(section);
    section.end();
    boolean known = ProviderSettings.known().contains(id);
    if (!preset.equals(known ? id : Provider.COMPATIBLE)) {
      problems.add(section.pointer(), unknown(preset));
      return Optional.empty();
    }
    boolean needsUrl = !known || id.equals(Provider.AZURE);
    if (needsUrl && url.isEmpty()) {
      problems.add(
          section.pointer(), "baseUrl is missing: where it is, up to and with the version");
      return Optional.empty();
    }
    return Optional.of(
        new Provider(section.pointer(), id, url, key(id, url, variable), protection));
  }

  /** The usual key is for the usual address; another one gets the key that is named with it. */
  private static Optional<String> key(String id, Optional<URI> url, Optional<String> named) {
    boolean usual = url.isEmpty() || id.equals(Provider.AZURE);
    return named.or(() -> usual ? ProviderSettings.of(id).keyVariable() : Optional.empty());
  }

  private static String unknown(String preset) {
    List<String> known = ProviderSettings.known();
    return known.contains(preset) || preset.equals(Provider.COMPATIBLE)
        ? "a preset is for the provider of the same name; give another id the preset '"
            + Provider.COMPATIBLE
            + "' and a baseUrl"
        : Misuse.quote(preset)
            + " is not a preset. Known: "
            + String.join(", ", known)
            + ", or "
            + Provider.COMPATIBLE
            + " with a baseUrl";
  }

  private static Optional<Protection> protection(Section section) {
    var inFlight = section.whole("maxInFlight", 1, 1_000_000);
    var requests = section.whole("requestsPerMinute", 1, 1_000_000);
    var tokens = section.whole("tokensPerMinute", 1, 1_000_000_000);
    if (inFlight.isEmpty() && requests.isEmpty() && tokens.isEmpty()) {
      return Optional.empty();
    }
    var protection = Protection.builder();
    inFlight.ifPresent(most -> protection.maxInFlight((int) most));
    requests.ifPresent(most -> protection.requestsPerMinute((int) most));
    tokens.ifPresent(protection::tokensPerMinute);
    return Optional.of(protection.build());
  }

  private static Optional<Opencode> opencode(Section section) {
    if (!section.isThere()) {
      return Optional.empty();
    }
    var server =
        new Opencode(
            section.pointer(),
            section.url("baseUrl").orElse(Opencode.STANDARD),
            section.variable("passwordEnv"),
            section.text("agent"),
            section.text("directory"));
    section.end();
    return Optional.of(server);
  }

  private List<ModelTarget> targets(JsonNode node) {
    boolean fine = node.isMissingNode() || (node.isArray() && node.size() >= 2);
    if (!fine) {
      problems.add("/targets", "this must be a list of at least 2, each provider/model");
    }
    var targets = new ArrayList<ModelTarget>();
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      try {
        targets.add(ModelTarget.parse(node.path(i).asText()));
      } catch (IllegalArgumentException e) {
        problems.add("/targets/" + i, e);
      }
    }
    return targets;
  }

  private RoutingTable routes(JsonNode overlay, List<ModelTarget> targets) {
    RoutingTable routes = RoutingTable.original();
    try {
      routes = overlay.isMissingNode() ? routes : routes.overlay(overlay.toString());
    } catch (IllegalArgumentException e) {
      problems.add("/routes", e);
    }
    if (targets.isEmpty()) {
      return routes;
    }
    if (overlay.path("patterns").has(Configuration.PATTERN)) {
      problems.add("/targets", "routes.patterns.default is there as well; give one of them");
    }
    return routes.withPattern(Configuration.PATTERN, targets);
  }
}
