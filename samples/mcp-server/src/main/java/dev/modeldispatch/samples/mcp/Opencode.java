package dev.modeldispatch.samples.mcp;

import dev.modeldispatch.ApiKey;
import dev.modeldispatch.core.ModelDispatchBuilder;
import dev.modeldispatch.core.opencode.OpencodeOptions;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * The opencode server that takes every provider which nothing else serves.
 *
 * @param pointer where it stands in the file
 * @param passwordVariable the environment variable of its password, if it has one
 */
record Opencode(
    String pointer,
    URI baseUrl,
    Optional<String> passwordVariable,
    Optional<String> agent,
    Optional<String> directory) {
  static final URI STANDARD = URI.create("http://127.0.0.1:4096");

  private static final String PASSWORD = "OPENCODE_SERVER_PASSWORD";

  static Opencode ofEnvironment(Map<String, String> environment) {
    var password = Optional.of(PASSWORD).filter(environment::containsKey);
    return new Opencode("", STANDARD, password, Optional.empty(), Optional.empty());
  }

  void connect(ModelDispatchBuilder builder) {
    var options = OpencodeOptions.builder(baseUrl);
    passwordVariable.map(ApiKey::env).ifPresent(options::password);
    agent.ifPresent(options::agent);
    directory.ifPresent(options::directory);
    builder.opencode(options.build());
  }
}
