package dev.modeldispatch.testkit.server;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A session of a fake opencode server. Only the front's thread enters. */
final class OpencodeSession {
  private final String id;
  private final String directory;
  private final ObjectNode info;
  private final ArrayNode messages = OpencodeJson.object().putArray("messages");
  private final Deque<OpencodeRun> waiting = new ArrayDeque<>();
  private ObjectNode model = OpencodeJson.object();
  private @Nullable OpencodeRun running;

  OpencodeSession(String id, String directory, OpencodeVersion version, ObjectNode asked) {
    this.id = id;
    this.directory = directory;
    info = OpencodeJson.object().put("id", id).put("slug", "quiet-comet");
    info.put("version", version.number()).put("projectID", "global").put("directory", directory);
    info.put("title", asked.path("title").asText("New session"));
    if (asked.has("permission")) {
      info.set("permission", asked.path("permission"));
    }
    if (version == OpencodeVersion.LATEST) {
      info.put("cost", 0).set("tokens", OpencodeJson.noTokens());
    }
    long now = OpencodeJson.millis(Duration.ZERO);
    info.putObject("time").put("created", now).put("updated", now);
  }

  String id() {
    return id;
  }

  String directory() {
    return directory;
  }

  boolean isIn(String other) {
    return directory.equals(other);
  }

  ObjectNode info() {
    return info;
  }

  /** {@return what was said, {@code {info, parts}} each, in order} */
  ArrayNode messages() {
    return messages;
  }

  @Nullable OpencodeRun running() {
    return running;
  }

  void runs(@Nullable OpencodeRun run) {
    running = run;
  }

  /** Takes a prompt that nobody waits for; the turn that runs takes it up when it has answered. */
  void takes(OpencodeCore core, ObjectNode asked, OpencodeReply reply) {
    model = (ObjectNode) asked.path("model");
    var run = new OpencodeRun(core, this, asked, reply);
    if (running == null) {
      running = run;
      run.begin();
    } else {
      run.isSaid();
      waiting.add(run);
    }
  }

  /** {@return the prompt that the turn goes on with, if there is one} */
  @Nullable OpencodeRun next() {
    return waiting.poll();
  }

  void abort() {
    if (running != null) {
      running.abort();
    }
  }

  void forgetWaiting() {
    waiting.clear();
  }

  ObjectNode ofLastModel(ObjectNode body) {
    body.set("model", model.deepCopy());
    return body;
  }

  void change(ObjectNode asked) {
    if (asked.path("title").isTextual()) {
      info.set("title", asked.path("title"));
    }
    if (asked.path("time").has("archived")) {
      ((ObjectNode) info.path("time")).set("archived", asked.path("time").path("archived"));
    }
  }

  /** Newer versions keep the sum of what a session used. */
  void used(ObjectNode tokens, BigDecimal cost) {
    if (info.has("tokens")) {
      info.put("cost", info.path("cost").decimalValue().add(cost));
      add((ObjectNode) info.path("tokens"), tokens);
    }
  }

  private static void add(ObjectNode sum, ObjectNode more) {
    for (String field : List.of("input", "output", "reasoning")) {
      sum.put(field, sum.path(field).asLong() + more.path(field).asLong());
    }
    if (more.has("cache")) {
      for (String field : List.of("read", "write")) {
        ((ObjectNode) sum.path("cache"))
            .put(field, sum.at("/cache/" + field).asLong() + more.at("/cache/" + field).asLong());
      }
    }
  }
}
