package dev.modeldispatch.samples.mcp;

import dev.modeldispatch.core.routing.Route;
import dev.modeldispatch.core.tool.ModelTool;
import dev.modeldispatch.core.tool.ModelTools;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Tells what is configured, and of each key whether it is there. */
record Overview(Configuration configuration, Map<String, String> environment) {
  private static final Duration PATIENCE = Duration.ofSeconds(55);

  String text(ModelTools tools) {
    var out = new StringBuilder("configured by " + configuration.source() + "\n\nconnectors\n");
    configuration.providers().forEach(provider -> out.append(line(provider)));
    configuration.opencode().ifPresent(server -> out.append(line(server)));
    out.append("\ntargets (pattern ").append(Configuration.PATTERN).append(")\n");
    configuration.targets().forEach(target -> out.append("  ").append(target).append('\n'));
    if (configuration.targets().isEmpty()) {
      out.append("  none\n");
    }
    out.append("\nroutes\n");
    configuration.routes().routes().forEach(route -> out.append(line(route)));
    out.append("\nlimits\n  timeoutSeconds ").append(configuration.timeout().toMillis() / 1000.0);
    boolean patient = configuration.timeout().compareTo(PATIENCE) < 0;
    out.append(patient ? "\n" : " (clients give up after 60 s unless told otherwise)\n");
    configuration.limits().forEach(limit -> out.append("  ").append(limit.shown()).append('\n'));
    return out.append("\ntools\n  ")
        .append(tools.all().stream().map(ModelTool::name).collect(Collectors.joining(", ")))
        .append('\n')
        .toString();
  }

  private String line(Provider provider) {
    return "  "
        + provider.id()
        + ": "
        + provider.baseUrl().map(Object::toString).orElse("its usual address")
        + ", "
        + secret("key", provider.keyVariable())
        + provider.protection().map(protection -> ", " + protection).orElse("")
        + "\n";
  }

  private String line(Opencode server) {
    return "  opencode: "
        + server.baseUrl()
        + ", "
        + secret("password", server.passwordVariable())
        + ", for every other provider\n";
  }

  private String secret(String what, Optional<String> variable) {
    return variable
        .map(name -> what + " of " + name + (isSet(name) ? "" : " (not set: auth_missing)"))
        .orElse("no " + what);
  }

  private boolean isSet(String variable) {
    return !environment.getOrDefault(variable, "").isEmpty();
  }

  private String line(Route route) {
    return "  "
        + route.taskType()
        + ": "
        + route.target()
        + (isServed(route.target().provider()) ? "" : " (nobody serves it)")
        + "\n";
  }

  private boolean isServed(String provider) {
    List<String> direct = configuration.providers().stream().map(Provider::id).toList();
    return configuration.opencode().isPresent() || direct.contains(provider);
  }
}
