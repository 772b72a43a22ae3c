package dev.modeldispatch.core.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.ApiKey;
import dev.modeldispatch.Misuse;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.internal.JsonTrouble;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** Reads the settings of an oppi server: {@code {token, port, tls: {mode}}}. Quotes no token. */
final class OppiConfig {
  private static final int MAX_BYTES = 1 << 20;
  private static final int PORT = 7749;
  private static final Set<String> PLAIN = Set.of("", "disabled", "off", "none");

  private OppiConfig() {}

  static OppiOptions read(Path file) {
    JsonNode config = json(file);
    JsonNode token = config.path("token");
    JsonNode port = config.path("port");
    int number = port.isMissingNode() ? PORT : port.asInt(0);
    problems(file)
        .unless(config.isObject(), () -> "it is no JSON object")
        .unless(
            token.isTextual() && !token.textValue().isBlank(),
            () -> "it has no token; start the server once, which makes one")
        .unless(
            number >= 1 && number <= 65_535 && (port.isMissingNode() || port.isInt()),
            () -> "port must be 1 to 65535")
        .orThrow();
    JsonNode mode = config.path("tls").path("mode");
    String scheme = PLAIN.contains(mode.asText("")) ? "http" : "https";
    return OppiOptions.at(
        URI.create(scheme + "://127.0.0.1:" + number), ApiKey.of(token.textValue()));
  }

  private static JsonNode json(Path file) {
    Misuse problems = problems(file);
    try {
      if (!Files.isRegularFile(file)) {
        problems.add("there is no such file; install the server, or name its address and token");
      } else if (Files.size(file) > MAX_BYTES) {
        problems.add("it is above " + MAX_BYTES + " bytes");
      } else {
        return Json.parse(Files.readAllBytes(file));
      }
    } catch (JsonTrouble e) {
      problems.add("it is not JSON; look at it, or let the server write it anew");
    } catch (IOException e) {
      problems.add("it cannot be read (" + e.getClass().getSimpleName() + ")");
    }
    problems.orThrow();
    throw new IllegalStateException("a problem was told");
  }

  private static Misuse problems(Path file) {
    return Misuse.check("oppi settings " + Misuse.quote(file.toString()));
  }
}
