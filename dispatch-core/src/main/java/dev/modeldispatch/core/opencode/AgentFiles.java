package dev.modeldispatch.core.opencode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Finds the files that a session wrote, and those of the helpers that it opened sessions for. */
final class AgentFiles {
  private final ServerApi api;
  private final OpencodeSessions.At at;

  AgentFiles(ServerApi api, OpencodeSessions.At at) {
    this.api = api;
    this.at = at;
  }

  CompletableFuture<List<String>> all() {
    return of(at.id())
        .thenCombine(helpers(), AgentFiles::together)
        .thenApply(files -> List.copyOf(files));
  }

  private CompletableFuture<Set<String>> helpers() {
    return api.get("/session/" + at.id() + "/children", OpencodeSessions.ASK)
        .thenCompose(
            answer -> {
              CompletableFuture<Set<String>> all =
                  CompletableFuture.completedFuture(new LinkedHashSet<>());
              for (JsonNode child : list(answer)) {
                String id = child.path("id").asText("");
                if (id.matches("ses_[A-Za-z0-9]{1,100}")) {
                  all = all.thenCombine(of(id), AgentFiles::together);
                }
              }
              return all;
            });
  }

  private CompletableFuture<Set<String>> of(String session) {
    return api.get("/session/" + session + "/message", OpencodeSessions.ASK)
        .thenApply(answer -> AgentHistory.writes(list(answer), at.directory()));
  }

  private JsonNode list(ServerAnswer answer) {
    if (answer.status() == 404) {
      return MissingNode.getInstance();
    }
    return answer
        .json()
        .filter(JsonNode::isArray)
        .orElseThrow(() -> new OpencodeTrouble(Problems.notDone(api.shown(), "read", answer)));
  }

  private static Set<String> together(Set<String> some, Set<String> more) {
    Set<String> all = new LinkedHashSet<>(some);
    all.addAll(more);
    return all;
  }
}
