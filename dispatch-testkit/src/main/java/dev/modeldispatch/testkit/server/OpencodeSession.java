package dev.modeldispatch.testkit.server;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A session of a fake opencode server. Only the front's thread enters. */
final class OpencodeSession {
  private final String id;
  private final String directory;
  private final ObjectNode info;
  private final ArrayNode messages = OpencodeJson.object().putArray("messages");
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
}
