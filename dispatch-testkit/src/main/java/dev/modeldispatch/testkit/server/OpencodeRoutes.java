package dev.modeldispatch.testkit.server;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldispatch.Usage;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The opencode server's routes. Only the front's thread enters; scripts come from any. */
final class OpencodeRoutes implements Front.Answering {
  private static final String DIRECTORY = "/work";

  /** How long after its 204 a prompt is to be seen. */
  private static final Duration BEGINS = Duration.ofMillis(5);

  private static final Duration OLD_BEGINS = Duration.ofMillis(60);
  private static final Set<String> FIXED =
      Set.of("session/status", "global/health", "global/event", "config/providers");

  private final Journal journal;
  private final OpencodeVersion version;
  private final Map<String, OpencodeScript> scripts = new ConcurrentSkipListMap<>();
  private final Set<String> known = new ConcurrentSkipListSet<>();
  private @Nullable OpencodeCore core;
  private volatile String password = "";
  private volatile boolean keepsSessions;

  OpencodeRoutes(Journal journal, OpencodeVersion version) {
    this.journal = journal;
    this.version = version;
  }

  void open(OpencodeCore opened) {
    core = opened;
  }

  OpencodeScript script(String model) {
    return scripts.computeIfAbsent(model, OpencodeScript::new);
  }

  void knows(String provider) {
    known.add(provider);
  }

  void password(String secret) {
    password = secret;
  }

  void keepsSessions(boolean keeps) {
    keepsSessions = keeps;
  }

  @Override
  public void answer(Connection connection, ServerCall call, HttpRequest request) {
    var opened = core();
    if (opened.isFrozen()) {
      call.plays("frozen", 0);
      return;
    }
    if (!isAllowed(request)) {
      play(connection, call, "refused", OpencodeAnswers.unauthorized(version));
      return;
    }
    var path = new ArrayList<>(List.of(URI.create(request.path()).getPath().split("/", -1)));
    path.remove(0);
    String route = request.method() + " " + shape(path);
    switch (route) {
      case "GET global/event", "GET event" -> {
        call.plays("events", 200);
        opened.events().subscribe(connection, call);
      }
      case "POST session/*/message", "POST session/*/command" ->
          prompt(connection, call, request, path.get(1));
      case "POST session/*/prompt_async" -> promptAsync(connection, call, request, path.get(1));
      default -> {
        var answer = plain(route, path, request);
        if (answer.isEmpty()) {
          journal.unmatched(request.method() + " " + request.path());
        }
        play(
            connection, call, route, answer.orElseGet(() -> OpencodeAnswers.unknownRoute(version)));
      }
    }
  }

  private Optional<WireAnswer> plain(String route, List<String> path, HttpRequest request) {
    var opened = core();
    return switch (route) {
      case "GET global/health" -> Optional.of(OpencodeAnswers.health(version));
      case "GET provider" -> Optional.of(OpencodeAnswers.providers(connected(), known));
      case "GET config/providers" -> Optional.of(OpencodeAnswers.configured(connected()));
      case "POST session" -> Optional.of(create(request));
      case "GET session" -> Optional.of(sessions());
      case "GET session/status" -> Optional.of(statuses(request));
      case "GET session/*" -> Optional.of(with(path, s -> OpencodeJson.ok(s.info())));
      case "DELETE session/*" -> Optional.of(delete(path));
      case "PATCH session/*" -> Optional.of(change(path, request));
      case "GET session/*/children" -> Optional.of(with(path, s -> WireAnswer.json(200, "[]")));
      case "GET session/*/message" -> Optional.of(messages(path, request));
      case "POST session/*/abort" -> Optional.of(abort(path, request));
      case "GET permission" -> Optional.of(OpencodeJson.ok(opened.asks().permissions()));
      case "GET question" -> Optional.of(OpencodeJson.ok(opened.asks().questions()));
      case "POST permission/*/reply" -> Optional.of(reply(path, request));
      case "POST question/*/reject" ->
          Optional.of(settled(opened.asks().rejectQuestion(path.get(1))));
      default -> Optional.empty();
    };
  }

  private void prompt(
      Connection connection, ServerCall call, HttpRequest request, String sessionId) {
    var asked = OpencodeJson.read(request.body()).map(OpencodeRoutes::normalized);
    var session = core().sessions().get(sessionId);
    String model =
        asked
            .map(a -> a.at("/model/providerID").asText() + "/" + a.at("/model/modelID").asText())
            .orElse("");
    call.prompt(model);
    if (asked.isEmpty()) {
      play(connection, call, "bad request", OpencodeAnswers.badRequest());
    } else if (session == null) {
      var none =
          version == OpencodeVersion.OLD
              ? WireAnswer.json(200, "")
              : OpencodeAnswers.noSession(sessionId);
      play(connection, call, "no session", none);
    } else {
      run(connection, call, session, asked.get(), model);
    }
  }

  private void run(
      Connection connection,
      ServerCall call,
      OpencodeSession session,
      ObjectNode asked,
      String model) {
    var reply = reply(model);
    call.plays(reply.toString(), 200);
    var running = session.running();
    if (running == null) {
      running = new OpencodeRun(core(), session, asked, reply);
      session.runs(running);
      running.join(connection);
      running.begin();
    } else {
      running.join(connection);
    }
  }

  private OpencodeReply reply(String model) {
    return Optional.ofNullable(scripts.get(model))
        .flatMap(OpencodeScript::next)
        .orElseGet(() -> unknown("Model not found: " + model + "."));
  }

  /** Takes the prompt, and says no more; the old version says so of sessions that are not there. */
  private void promptAsync(
      Connection connection, ServerCall call, HttpRequest request, String sessionId) {
    var session = core().sessions().get(sessionId);
    var asked =
        OpencodeJson.read(request.body())
            .map(body -> body.has("model") || session == null ? body : session.ofLastModel(body))
            .map(OpencodeRoutes::normalized);
    String model =
        asked
            .map(a -> a.at("/model/providerID").asText() + "/" + a.at("/model/modelID").asText())
            .orElse("");
    call.prompt(model);
    if (asked.isEmpty()) {
      play(connection, call, "bad request", OpencodeAnswers.badRequest());
    } else if (session == null && version == OpencodeVersion.LATEST) {
      play(connection, call, "no session", OpencodeAnswers.noSession(sessionId));
    } else {
      var reply = session == null ? unknown("") : reply(model);
      call.plays(reply.toString(), 204);
      connection.play(
          reply.unanswered()
              ? List.of(Act.End.CLOSE)
              : Travel.whole(WireAnswer.of(204, "text/plain", "")));
      if (session != null && !(reply.ends() instanceof OpencodeReply.Swallows)) {
        var begins = version == OpencodeVersion.OLD ? OLD_BEGINS : BEGINS;
        core().later(begins, () -> session.takes(core(), asked.get(), reply));
      }
    }
  }

  private static OpencodeReply unknown(String message) {
    return new OpencodeReply(
        List.of(),
        new OpencodeReply.Pace(Duration.ZERO, Duration.ZERO),
        Usage.none(),
        "",
        false,
        new OpencodeReply.Hidden(message));
  }

  /** A command names its model as one word, and has its prompt as arguments. */
  private static ObjectNode normalized(ObjectNode body) {
    if (body.path("model").isTextual()) {
      String[] model = body.path("model").asText().split("/", 2);
      body.putObject("model")
          .put("providerID", model[0])
          .put("modelID", model.length > 1 ? model[1] : "");
    }
    if (!body.path("model").isObject()) {
      body.putObject("model");
    }
    if (body.has("arguments")) {
      body.putArray("parts")
          .addObject()
          .put("type", "text")
          .put("text", body.path("arguments").asText());
    }
    return body;
  }

  private WireAnswer create(HttpRequest request) {
    var asked = OpencodeJson.read(request.body());
    if (asked.isEmpty()) {
      return OpencodeAnswers.badRequest();
    }
    String directory = directory(request);
    var session = new OpencodeSession(core().id("ses"), directory, version, asked.get());
    core().sessions().put(session.id(), session);
    core().books().created(session.id());
    publish(session, "session.created");
    return OpencodeJson.ok(session.info());
  }

  private WireAnswer change(List<String> path, HttpRequest request) {
    var asked = OpencodeJson.read(request.body());
    if (asked.isEmpty()) {
      return OpencodeAnswers.badRequest();
    }
    return with(
        path,
        session -> {
          session.change(asked.get());
          publish(session, "session.updated");
          return OpencodeJson.ok(session.info());
        });
  }

  private WireAnswer delete(List<String> path) {
    if (keepsSessions) {
      return OpencodeAnswers.unexpected();
    }
    var session = core().sessions().remove(path.get(1));
    if (session == null) {
      return version == OpencodeVersion.OLD ? yes() : OpencodeAnswers.noSession(path.get(1));
    }
    var running = session.running();
    if (running != null) {
      running.orphan();
    }
    publish(session, "session.deleted");
    core().books().deleted(session.id());
    return yes();
  }

  /** The old version finds what runs in the request's directory only. */
  private WireAnswer abort(List<String> path, HttpRequest request) {
    var session = core().sessions().get(path.get(1));
    core().books().aborted(path.get(1));
    boolean isHere = version == OpencodeVersion.LATEST;
    if (session != null && (isHere || session.isIn(directory(request)))) {
      session.abort();
    }
    return yes();
  }

  private WireAnswer reply(List<String> path, HttpRequest request) {
    String reply =
        OpencodeJson.read(request.body()).map(b -> b.path("reply").asText("")).orElse("");
    return settled(core().asks().replyPermission(path.get(1), reply));
  }

  private WireAnswer messages(List<String> path, HttpRequest request) {
    if (version == OpencodeVersion.OLD && !core().sessions().containsKey(path.get(1))) {
      return WireAnswer.json(200, "[]");
    }
    return with(
        path,
        session -> {
          ArrayNode all = session.messages();
          int limit = request.query("limit").map(Integer::parseInt).orElse(all.size());
          ArrayNode last = OpencodeJson.object().putArray("last");
          for (int i = Math.max(0, all.size() - limit); i < all.size(); i++) {
            last.add(all.get(i));
          }
          return OpencodeJson.ok(last);
        });
  }

  private WireAnswer sessions() {
    ArrayNode all = OpencodeJson.object().putArray("all");
    core().sessions().values().forEach(s -> all.insert(0, s.info()));
    return OpencodeJson.ok(all);
  }

  private WireAnswer statuses(HttpRequest request) {
    ObjectNode all = OpencodeJson.object();
    for (var session : core().sessions().values()) {
      var running = session.running();
      if (running != null && session.isIn(directory(request))) {
        all.set(session.id(), running.state());
      }
    }
    return OpencodeJson.ok(all);
  }

  private WireAnswer with(List<String> path, Function<OpencodeSession, WireAnswer> then) {
    var session = core().sessions().get(path.get(1));
    return session == null ? OpencodeAnswers.noSession(path.get(1)) : then.apply(session);
  }

  private void publish(OpencodeSession session, String type) {
    ObjectNode properties = OpencodeJson.object();
    if (version == OpencodeVersion.LATEST) {
      properties.put("sessionID", session.id());
    }
    properties.set("info", session.info().deepCopy());
    core().publish(session, type, properties);
  }

  private Map<String, Set<String>> connected() {
    return OpencodeAnswers.byProvider(scripts.keySet());
  }

  private boolean isAllowed(HttpRequest request) {
    String pair =
        Base64.getEncoder()
            .encodeToString(("opencode:" + password).getBytes(StandardCharsets.UTF_8));
    return password.isEmpty()
        || request.header("Authorization").filter(("Basic " + pair)::equals).isPresent();
  }

  private static WireAnswer yes() {
    return WireAnswer.json(200, "true");
  }

  private static WireAnswer settled(boolean known) {
    return known
        ? yes()
        : WireAnswer.json(404, OpencodeJson.error("NotFoundError", "No such request").toString());
  }

  private static void play(Connection connection, ServerCall call, String name, WireAnswer answer) {
    call.plays(name, answer.status());
    connection.play(Travel.whole(answer));
  }

  /** The path with a star for each id. */
  private static String shape(List<String> path) {
    var shape = new ArrayList<>(path);
    if (shape.size() > 1 && !FIXED.contains(path.get(0) + "/" + path.get(1))) {
      shape.set(1, "*");
    }
    return String.join("/", shape);
  }

  private static String directory(HttpRequest request) {
    return request.query("directory").orElse(DIRECTORY);
  }

  private OpencodeCore core() {
    var opened = core;
    if (opened == null) {
      throw new IllegalStateException("The fake opencode server is not open yet.");
    }
    return opened;
  }
}
