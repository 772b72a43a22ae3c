package dev.modeldispatch.core.opencode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Asks whether there is an opencode server, and whether it lives. */
final class Health {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final ServerApi api;

  Health(ServerApi api) {
    this.api = api;
  }

  /** Returns why the server cannot be used; empty if it is healthy. */
  CompletableFuture<Optional<Failure>> check() {
    return check(LIMIT);
  }

  /** The same, of a server that has so long for its reply. */
  CompletableFuture<Optional<Failure>> check(Duration limit) {
    return api.get("/global/health", limit).thenApply(this::problem);
  }

  Optional<Failure> problem(ServerAnswer answer) {
    Optional<JsonNode> health = answer.json().filter(j -> j.path("healthy").isBoolean());
    if (!answer.isFine() || health.isEmpty()) {
      return Optional.of(noOpencode(answer));
    }
    return health.get().path("healthy").booleanValue()
        ? Optional.empty()
        : Optional.of(
            Failure.builder(
                    FailureKind.SERVER_ERROR,
                    "the opencode server at " + api.shown() + " reports that it is not healthy.")
                .hint("Look at its log, or restart it.")
                .evidence("health report")
                .build());
  }

  /** Returns why the server gave no list; empty if it gave one. */
  Optional<Failure> listProblem(ServerAnswer answer) {
    boolean list = answer.isFine() && answer.json().filter(JsonNode::isObject).isPresent();
    return list ? Optional.empty() : Optional.of(noOpencode(answer));
  }

  private Failure noOpencode(ServerAnswer answer) {
    if (answer.broken().isPresent()) {
      return unreachable(answer.broken().get());
    }
    if (answer.status() == 401) {
      return Failure.builder(
              FailureKind.AUTH_REJECTED,
              "the opencode server at " + api.shown() + " refused the password.")
          .hint("Set its password: OpencodeOptions.builder(uri).password(ApiKey.env(..)).")
          .evidence("401 of the session server")
          .httpStatus(401)
          .build();
    }
    return Failure.builder(
            FailureKind.MALFORMED_RESPONSE,
            "what listens at " + api.shown() + " is no opencode server.")
        .hint("Start one with opencode serve --port N, or give its address.")
        .evidence(answer.status() + " without a health report")
        .httpStatus(answer.status())
        .build();
  }

  private Failure unreachable(Failure broken) {
    int port = URI.create(api.shown()).getPort();
    String start = "Start it: opencode serve" + (port > 0 ? " --port " + port : "") + ".";
    return broken.toBuilder().hint(start).build();
  }
}
