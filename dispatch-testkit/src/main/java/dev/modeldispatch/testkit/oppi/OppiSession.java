package dev.modeldispatch.testkit.oppi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * A session of a fake oppi server. It goes on whether a client is there or not. Guarded by the
 * core's monitor; a timer or a worker that comes back finds another stage, and does nothing, if the
 * session has gone on without it.
 */
final class OppiSession {
  private final OppiCore core;
  private final String id;
  private final OppiCore.Workspace workspace;
  private final OppiPlan plan;
  private final ObjectNode info;
  private final ArrayNode trace = OppiJson.object().putArray("trace");
  private final ArrayDeque<ObjectNode> events = new ArrayDeque<>();
  private final Set<OppiStream> hearers = new LinkedHashSet<>();
  private final Map<String, String> turns = new HashMap<>();
  private final List<String> prompts = new ArrayList<>();
  private OppiStatus status = OppiStatus.STARTING;
  private Object stage = new Object();
  private Optional<String> waiting = Optional.empty();
  private @Nullable FutureTask<Boolean> work;
  private long seq;
  private int stopsIgnored;

  OppiSession(
      OppiCore core, String id, OppiCore.Workspace workspace, OppiPlan plan, ObjectNode asked) {
    this.core = core;
    this.id = id;
    this.workspace = workspace;
    this.plan = plan;
    info = OppiJson.object().put("id", id);
    info.put("workspaceId", workspace.id()).put("workspaceName", workspace.name());
    for (String field : List.of("name", "model")) {
      if (asked.path(field).isTextual()) {
        info.set(field, asked.path(field));
      }
    }
    info.put("createdAt", System.currentTimeMillis());
    info.putObject("tokens").put("input", 0).put("output", 0);
    info.withObject("tokens").put("cacheRead", 0).put("cacheWrite", 0);
    info.put("cost", 0);
  }

  String id() {
    return id;
  }

  OppiCore.Workspace workspace() {
    return workspace;
  }

  OppiPlan plan() {
    return plan;
  }

  OppiStatus status() {
    return status;
  }

  boolean isLive() {
    return status.isLive();
  }

  List<String> prompts() {
    return prompts;
  }

  long seq() {
    return seq;
  }

  ObjectNode json() {
    ObjectNode now = info.deepCopy().put("status", status.wire());
    return now.put("messageCount", trace.size()).put("lastActivity", System.currentTimeMillis());
  }

  ArrayNode trace() {
    return trace.deepCopy();
  }

  void think(String level) {
    info.put("thinkingLevel", level);
  }

  void hear(OppiStream stream) {
    hearers.add(stream);
  }

  void leave(OppiStream stream) {
    hearers.remove(stream);
  }

  /** Returns the events after this one, {@code {events, currentSeq, session, catchUpComplete}}. */
  ObjectNode since(long since) {
    ObjectNode answer = OppiJson.object();
    ArrayNode list = answer.putArray("events");
    events.stream().filter(e -> e.path("seq").asLong() > since).forEach(list::add);
    answer.put("currentSeq", seq);
    answer.set("session", json());
    long forgotten = seq - events.size();
    return answer.put("catchUpComplete", since >= forgotten && since <= seq);
  }

  void start() {
    enter(OppiStatus.STARTING);
    laterHere(
        plan.startsFor(),
        () -> {
          enter(OppiStatus.READY);
          var prompt = waiting;
          waiting = Optional.empty();
          prompt.ifPresent(this::turn);
        });
  }

  /** Says whether this turn came before, with this message. A new one is remembered. */
  Optional<Boolean> repeats(String turnId, String message) {
    String before = turnId.isEmpty() ? null : turns.putIfAbsent(turnId, message);
    return before == null ? Optional.empty() : Optional.of(before.equals(message));
  }

  /** Forgets a turn that was not taken. */
  void forget(String turnId) {
    turns.remove(turnId);
  }

  /** Takes a prompt, says so, and only then begins its turn; returns why not, if it does not. */
  Optional<String> take(String prompt, Runnable taken) {
    boolean free =
        status == OppiStatus.READY || (status == OppiStatus.STARTING && waiting.isEmpty());
    if (!plan.refusal().isEmpty()) {
      return Optional.of(plan.refusal());
    }
    if (!free) {
      return Optional.of("Session is " + (waiting.isPresent() ? "busy" : status.wire()));
    }
    prompts.add(prompt);
    core.books().took();
    if (prompts.size() == 1) {
      info.put("firstMessage", prompt.substring(0, Math.min(200, prompt.length())));
    }
    trace.addObject().put("type", "user").put("text", prompt);
    taken.run();
    if (status == OppiStatus.READY) {
      turn(prompt);
    } else {
      waiting = Optional.of(prompt);
    }
    return Optional.empty();
  }

  private void turn(String prompt) {
    enter(OppiStatus.BUSY);
    core.books().runs(id);
    publish(OppiJson.ofType("agent_start"));
    if (prompts.size() == 1) {
      plan.dropsAfter()
          .ifPresent(
              wait -> core.later(wait, () -> List.copyOf(hearers).forEach(OppiStream::drop)));
    }
    if (plan.workers().isEmpty()) {
      laterHere(plan.worksFor(), this::ends);
    } else {
      var task = new OppiWorker.Task(workspace.path(), prompt, id);
      Object mine = stage;
      work = new FutureTask<>(() -> work(task, mine));
      core.threads().execute(work);
    }
  }

  /** Runs outside of the monitor. */
  private boolean work(OppiWorker.Task task, Object mine) {
    try {
      for (var worker : plan.workers()) {
        worker.work(task);
      }
      core.change(() -> ifStill(mine, () -> laterHere(plan.worksFor(), this::ends)));
    } catch (Exception | AssertionError e) {
      core.change(() -> ifStill(mine, () -> fails(e)));
    }
    return true;
  }

  private void fails(Throwable e) {
    core.failures().add("worker of session " + id + ": " + e);
    end(OppiPlan.Ending.error("The agent failed: " + e.getMessage()));
  }

  private void ends() {
    if (plan.ending().status() != OppiStatus.BUSY) {
      end(plan.ending());
    }
  }

  private void end(OppiPlan.Ending how) {
    if (!how.error().isEmpty()) {
      info.putArray("warnings").add(how.error());
      publish(OppiJson.ofType("error").put("error", how.error()));
    } else if (!plan.says().isEmpty()) {
      trace.addObject().put("type", "assistant").put("text", plan.says());
      publish(OppiJson.ofType("message_end").put("role", "assistant").put("content", plan.says()));
    }
    publish(OppiJson.ofType("agent_end"));
    enter(how.status());
  }

  /** Stops; what is stopped already stays so. */
  void stop() {
    if (status == OppiStatus.STOPPING || status == OppiStatus.STOPPED) {
      return;
    }
    if (isLive() && stopsIgnored < plan.ignoredStops()) {
      stopsIgnored++;
      return;
    }
    waiting = Optional.empty();
    if (isLive() && !plan.stopsFor().isZero()) {
      enter(OppiStatus.STOPPING);
    } else {
      stage = new Object();
    }
    interrupt();
    laterHere(
        plan.stopsFor(),
        () -> {
          enter(OppiStatus.STOPPED);
          publish(OppiJson.ofType("session_ended").put("reason", "stopped"));
        });
  }

  /** The session goes, whatever it does. */
  void delete() {
    enter(OppiStatus.STOPPED);
    interrupt();
    publish(OppiJson.ofType("session_deleted"));
    hearers.clear();
  }

  private void interrupt() {
    var running = work;
    if (running != null) {
      running.cancel(true);
    }
  }

  private void enter(OppiStatus next) {
    status = next;
    stage = new Object();
    if (next != OppiStatus.BUSY) {
      core.books().running().remove(id);
    }
    ObjectNode state = OppiJson.ofType("state");
    state.set("session", json());
    publish(state);
  }

  private void laterHere(Duration wait, Runnable step) {
    Object mine = stage;
    core.later(wait, () -> ifStill(mine, step));
  }

  private void ifStill(Object mine, Runnable step) {
    if (stage == mine) {
      step.run();
    }
  }

  private void publish(ObjectNode event) {
    event.put("sessionId", id).put("seq", ++seq);
    events.add(event);
    while (events.size() > core.rules().eventsKept()) {
      events.remove();
    }
    hearers.forEach(stream -> stream.send(event));
  }
}
