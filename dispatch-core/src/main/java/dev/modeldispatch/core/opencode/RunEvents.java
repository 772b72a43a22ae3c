package dev.modeldispatch.core.opencode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.DispatchEvent.Text.Kind;
import dev.modeldispatch.Failure;
import dev.modeldispatch.connector.Call;
import dev.modeldispatch.connector.Reply;
import dev.modeldispatch.core.failure.RemoteText;
import dev.modeldispatch.core.internal.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Reads one session's events: passes the text on, rejects what asks for a person, and ends the run
 * when they show that no answer can come.
 *
 * <p>Between threads: {@link Watch} is used under this object's lock, and text is passed on under
 * it, so that it keeps its order; the run is called without it.
 */
final class RunEvents implements ServerEvents.SessionListener {
  private static final Duration IDLE_LAG = Duration.ofSeconds(2);
  private static final Duration ASK = Duration.ofSeconds(5);

  private final OpencodeConnector server;
  private final SessionRun run;
  private final String session;
  private final Call call;
  private final RemoteText filter;
  private final Watch watch = new Watch();
  private JsonNode parts = Json.object();
  private boolean told;

  RunEvents(
      OpencodeConnector server, SessionRun run, String session, Call call, RemoteText filter) {
    this.server = server;
    this.run = run;
    this.session = session;
    this.call = call;
    this.filter = filter;
  }

  @Override
  public void event(String type, JsonNode properties) {
    switch (type) {
      case "message.updated" -> message(properties.path("info"));
      case "message.part.updated" -> part(properties.path("part"));
      case "message.part.delta" -> delta(properties);
      case "session.error" -> error(properties.path("error"));
      case "session.status" -> status(properties.path("status"));
      case "session.idle" -> idle();
      case "permission.asked", "permission.updated" -> reject("/permission/", "/reply", properties);
      case "question.asked" -> reject("/question/", "/reject", properties);
      default -> {
        // Nothing that decides about a prompt.
      }
    }
  }

  private void message(JsonNode info) {
    boolean loops;
    synchronized (this) {
      watch.message(info);
      loops = watch.loops();
    }
    if (loops) {
      run.finish(Reply.failure(Problems.endlessLoop(call.target())));
    }
  }

  private synchronized void part(JsonNode part) {
    watch.part(part);
  }

  private synchronized void delta(JsonNode properties) {
    if (!told) {
      watch.delta(properties).ifPresent(p -> call.text(p.kind(), p.text()));
    }
  }

  private synchronized void error(JsonNode error) {
    watch.error(error);
  }

  /** A retry that comes after the deadline cannot help: the dispatch ends with its reason now. */
  private void status(JsonNode status) {
    String type = status.path("type").asText("");
    if (type.equals("idle")) {
      idle();
    } else if (type.equals("retry")) {
      Instant now = server.resources().clock().instant();
      Duration delay = Duration.between(now, Instant.ofEpochMilli(status.path("next").asLong(0)));
      if (delay.compareTo(call.remaining()) >= 0) {
        Failure why = errors().ofRetryState(status.path("message").asText(""));
        run.finish(Reply.failure(why.toBuilder().retryAfter(delay, "retry state").build()));
      }
    }
  }

  /** The session rests, so its answer is due; if it does not come, the message is read. */
  private void idle() {
    var unused =
        server
            .resources()
            .after(
                IDLE_LAG,
                () -> {
                  if (!run.isEnded()) {
                    missed();
                  }
                });
  }

  /** Catches up with what the stream did not show. */
  @Override
  public void missed() {
    var unused =
        server
            .api()
            .get("/session/status", ASK)
            .thenAccept(
                answer -> {
                  Optional<JsonNode> all = answer.json().filter(JsonNode::isObject);
                  if (all.isPresent() && all.get().has(session)) {
                    status(all.get().path(session));
                  } else if (all.isPresent() && answer.isFine()) {
                    readLastMessage();
                  }
                });
  }

  private void readLastMessage() {
    var unused =
        server
            .api()
            .get("/session/" + session + "/message?limit=1", ASK)
            .thenAccept(
                answer ->
                    answer
                        .json()
                        .filter(list -> list.isArray() && !list.isEmpty())
                        .map(list -> list.get(list.size() - 1))
                        .filter(MessageReader::isMessage)
                        .filter(m -> m.path("info").path("time").has("completed"))
                        .ifPresent(run::answered));
  }

  private void reject(String before, String after, JsonNode properties) {
    String id = properties.path("id").asText(properties.path("requestID").asText(""));
    if (id.matches("[A-Za-z0-9_-]{1,100}")) {
      synchronized (this) {
        watch.rejected();
      }
      var unused =
          server.api().post(before + id + after, Json.object().put("reply", "reject"), ASK);
    }
  }

  @Override
  public void serverLost(Failure failure) {
    run.finish(Reply.failure(failure));
  }

  /** Makes the reply of a message. */
  synchronized Reply.Builder read(JsonNode message) {
    parts = message.path("parts");
    return new MessageReader(call.target(), filter, errors()).read(message, watch);
  }

  private ServerErrors errors() {
    return new ServerErrors(
        call.target(), filter, server.rules(), server.resources().clock().instant());
  }

  /**
   * Passes on what was not streamed: of the thoughts, unless the answer has begun, and of an answer
   * of which something was. Of one of which nothing was the engine tells the whole.
   */
  synchronized void tellRest(Reply reply) {
    told = true;
    if (!watch.text().isEmpty()) {
      call.text(Kind.ANSWER, reply.answer().map(watch::unstreamed).orElse(""));
      return;
    }
    for (JsonNode part : parts) {
      if (part.path("type").asText("").equals("reasoning")) {
        call.text(Kind.REASONING, watch.unstreamedThoughts(part));
      }
    }
  }

  /** Makes the reply of an answer that is no message: the reason may have come as an event. */
  synchronized Reply.Builder read(ServerAnswer answer) {
    Optional<JsonNode> told =
        watch
            .error()
            .filter(e -> e.path("name").isTextual())
            .or(() -> answer.json().filter(j -> j.path("name").isTextual()));
    Failure failure =
        told.map(e -> errors().of(e)).orElseGet(() -> Problems.noMessage(call.target(), answer));
    return Reply.failure(failure).partialText(watch.text());
  }
}
