package dev.modeldispatch.testkit.oppi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The REST side. Everything is entered with the core's monitor held; scripts come from any. */
final class OppiRoutes {
  static final Set<String> THINKING = Set.of("off", "minimal", "low", "medium", "high", "xhigh");

  private final OppiCore core;
  private final OppiScript all = new OppiScript("sessions");
  private final Map<String, OppiScript> named = new ConcurrentHashMap<>();

  OppiRoutes(OppiCore core) {
    this.core = core;
  }

  OppiScript script() {
    return all;
  }

  OppiScript script(String name) {
    return named.computeIfAbsent(name, n -> new OppiScript("session '" + n + "'"));
  }

  /** Returns the answer; not done yet if it is held back. */
  CompletableFuture<OppiAnswer> answer(OppiRequest request) {
    if (!core.rules().allows(request)) {
      return now(OppiAnswer.error(401, "Unauthorized"));
    }
    var parts = request.parts();
    var body = OppiJson.read(request.body());
    if (body.isEmpty()) {
      return now(OppiAnswer.error(400, "Invalid JSON body"));
    }
    return switch (request.method() + " " + shape(parts)) {
      case "GET workspaces" -> now(workspaces());
      case "GET workspaces/*/sessions" -> now(sessions(parts.get(1)));
      case "POST workspaces/*/sessions" -> create(parts.get(1), body.get());
      case "GET workspaces/*/sessions/*" -> with(parts, OppiRoutes::detail);
      case "DELETE workspaces/*/sessions/*" -> with(parts, this::delete);
      case "POST workspaces/*/sessions/*/resume" -> with(parts, this::resume);
      case "POST workspaces/*/sessions/*/stop" -> with(parts, this::stop);
      case "GET workspaces/*/sessions/*/events" -> with(parts, s -> events(s, request));
      default -> {
        core.unmatched().add(request.method() + " " + request.path());
        yield now(OppiAnswer.error(404, "Not found"));
      }
    };
  }

  private OppiAnswer workspaces() {
    ObjectNode answer = OppiJson.object();
    ArrayNode list = answer.putArray("workspaces");
    for (var workspace : core.workspaces().values()) {
      ObjectNode one = list.addObject().put("id", workspace.id()).put("name", workspace.name());
      one.put("hostMount", workspace.path().toString()).putArray("skills");
    }
    return OppiAnswer.ok(answer);
  }

  private OppiAnswer sessions(String workspace) {
    if (!core.workspaces().containsKey(workspace)) {
      return OppiAnswer.error(404, "Workspace not found");
    }
    ObjectNode answer = OppiJson.object();
    ArrayNode list = answer.putArray("sessions");
    core.sessions().values().stream()
        .filter(s -> s.workspace().id().equals(workspace))
        .forEach(s -> list.add(s.json()));
    return OppiAnswer.ok(answer);
  }

  private CompletableFuture<OppiAnswer> create(String workspaceId, ObjectNode asked) {
    var workspace = core.workspaces().get(workspaceId);
    if (workspace == null) {
      return now(OppiAnswer.error(404, "Workspace not found"));
    }
    var wrong = wrong(asked);
    if (wrong.isPresent()) {
      return now(wrong.get());
    }
    var full = core.rules().full(core.sessions().values(), workspaceId);
    if (full.isPresent()) {
      return now(full.get());
    }
    var session = begin(workspace, asked);
    String prompt = asked.path("prompt").asText("").strip();
    if (prompt.isEmpty() || core.rules().ignoresPrompt()) {
      return now(created(session));
    }
    core.books().asked();
    if (asked.has("thinking")) {
      session.think(asked.path("thinking").asText());
    }
    var answer = new CompletableFuture<OppiAnswer>();
    core.later(
        session.plan().takesAfter(),
        () -> {
          boolean taken = session.take(prompt, () -> {}).isEmpty();
          var created = created(session);
          created.body().put("prompted", taken);
          answer.complete(created);
        });
    return answer;
  }

  private OppiSession begin(OppiCore.Workspace workspace, ObjectNode asked) {
    var script = named.getOrDefault(asked.path("name").asText(""), all);
    String id = "session-" + (core.books().created().size() + 1);
    var session = new OppiSession(core, id, workspace, script.next(), asked);
    core.sessions().put(id, session);
    core.books().created().add(id);
    session.start();
    return session;
  }

  private static Optional<OppiAnswer> wrong(ObjectNode asked) {
    for (String field : List.of("name", "model", "thinking", "prompt")) {
      if (asked.hasNonNull(field) && !asked.path(field).isTextual()) {
        return Optional.of(OppiAnswer.error(400, field + " must be a string"));
      }
    }
    String thinking = asked.path("thinking").asText("off");
    return THINKING.contains(thinking)
        ? Optional.empty()
        : Optional.of(OppiAnswer.error(400, "Invalid thinking level"));
  }

  private static OppiAnswer created(OppiSession session) {
    return new OppiAnswer(201, about(session));
  }

  private static ObjectNode about(OppiSession session) {
    ObjectNode answer = OppiJson.object();
    answer.set("session", session.json());
    return answer;
  }

  private static OppiAnswer detail(OppiSession session) {
    ObjectNode answer = about(session);
    answer.set("trace", session.trace());
    return OppiAnswer.ok(answer);
  }

  private OppiAnswer resume(OppiSession session) {
    if (!session.isLive()) {
      var full = core.rules().full(core.sessions().values(), session.workspace().id());
      if (full.isPresent()) {
        return full.get();
      }
      session.start();
    }
    return OppiAnswer.ok(about(session));
  }

  private OppiAnswer stop(OppiSession session) {
    core.books().stops().add(session.id());
    session.stop();
    ObjectNode answer = OppiJson.object().put("ok", true);
    answer.set("session", session.json());
    return OppiAnswer.ok(answer);
  }

  private OppiAnswer delete(OppiSession session) {
    session.delete();
    core.sessions().remove(session.id());
    core.books().deleted().add(session.id());
    return OppiAnswer.ok(OppiJson.object().put("ok", true));
  }

  private static OppiAnswer events(OppiSession session, OppiRequest request) {
    String since = request.query("since").orElse("0");
    return since.matches("\\d{1,15}")
        ? OppiAnswer.ok(session.since(Long.parseLong(since)))
        : OppiAnswer.error(400, "since must be a non-negative integer");
  }

  private interface Does {
    OppiAnswer with(OppiSession session);
  }

  private CompletableFuture<OppiAnswer> with(List<String> parts, Does then) {
    var session = core.sessions().get(parts.get(3));
    if (!core.workspaces().containsKey(parts.get(1))) {
      return now(OppiAnswer.error(404, "Workspace not found"));
    }
    if (session == null) {
      return now(OppiAnswer.error(404, "Session not found"));
    }
    return now(
        session.workspace().id().equals(parts.get(1))
            ? then.with(session)
            : OppiAnswer.error(400, "Session does not belong to this workspace"));
  }

  private static CompletableFuture<OppiAnswer> now(OppiAnswer answer) {
    return CompletableFuture.completedFuture(answer);
  }

  /** The path with a star for each id. */
  private static String shape(List<String> parts) {
    var shape = new ArrayList<>(parts);
    for (int i = 1; i < Math.min(4, shape.size()); i += 2) {
      shape.set(i, "*");
    }
    return String.join("/", shape);
  }
}
