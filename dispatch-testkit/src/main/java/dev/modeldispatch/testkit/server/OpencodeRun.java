package dev.modeldispatch.testkit.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/**
 * What a fake opencode server does with one prompt. It goes on until it ends or is aborted, whether
 * the client is there or not. Only the front's thread enters.
 */
final class OpencodeRun {
  private final OpencodeCore core;
  private final OpencodeSession session;
  private final OpencodeReply reply;
  private final ObjectNode asked;
  private final List<Connection> waiting = new ArrayList<>();
  private final OpencodeMessage message;
  private boolean over;
  private boolean orphaned;
  private boolean asking;
  private boolean retrying;
  private String state = "busy";
  private Future<?> work = CompletableFuture.completedFuture(true);
  private ObjectNode retry = OpencodeJson.object();

  OpencodeRun(OpencodeCore core, OpencodeSession session, ObjectNode asked, OpencodeReply reply) {
    this.core = core;
    this.session = session;
    this.asked = asked;
    this.reply = reply;
    this.message = new OpencodeMessage(core, session, asked);
  }

  /** A further prompt of the session joins this one. */
  void join(Connection connection) {
    waiting.add(connection);
    boolean headFirst =
        core.version() == OpencodeVersion.OLD && !(reply.ends() instanceof OpencodeReply.Raw);
    if (headFirst) {
      var head = WireAnswer.json(200, "").head(Travel.CHUNKED);
      connection.play(List.of(new Act.Send(head)));
    }
  }

  void begin() {
    core.books().runs(session.id());
    isSaid();
    goesOn();
  }

  /** Its prompt is to be seen. */
  void isSaid() {
    message.user();
  }

  /** A prompt that is to be seen is taken up. */
  void goesOn() {
    status();
    if (!(reply.ends() instanceof OpencodeReply.Hidden)) {
      message.assistant();
    }
    retry(0);
  }

  /** {@return the session's status} */
  ObjectNode state() {
    return retrying ? retry.deepCopy() : OpencodeJson.object().put("type", state);
  }

  /** The session goes; its calls stay open, as the real server's do. */
  void orphan() {
    orphaned = true;
  }

  void abort() {
    boolean old = core.version() == OpencodeVersion.OLD;
    if (over || (asking && old)) {
      return;
    }
    session.forgetWaiting();
    work.cancel(true);
    if (old) {
      message.loseText();
    }
    if (old || !retrying) {
      error(
          OpencodeJson.error(
              "MessageAbortedError", old ? "The operation was aborted." : "Aborted"));
    }
    end(message.whole());
  }

  /** A person has answered what was asked. */
  void answered() {
    if (!over && asking) {
      asking = false;
      message.rejectedTool();
      message.finish("tool-calls", reply.usage());
      end(message.whole());
    }
  }

  private void retry(int number) {
    if (number == reply.retries().size()) {
      retrying = false;
      core.later(reply.pace().first(), this::play);
      return;
    }
    var pause = reply.retries().get(number);
    retrying = true;
    retry = OpencodeJson.object().put("type", "retry").put("attempt", number + 1);
    retry.put("message", pause.message()).put("next", OpencodeJson.millis(pause.time()));
    status();
    core.later(pause.time(), unlessOver(() -> retry(number + 1)));
  }

  private void play() {
    if (over) {
      return;
    }
    var ends = reply.ends();
    if (ends instanceof OpencodeReply.Says says) {
      say(says.text(), says.finish());
    } else if (ends instanceof OpencodeReply.Structured structured) {
      structure(structured.value());
    } else if (ends instanceof OpencodeReply.Errs errs) {
      error(errs.error().deepCopy());
      end(message.whole());
    } else if (ends instanceof OpencodeReply.Hidden hidden) {
      hide(hidden.message());
    } else if (ends instanceof OpencodeReply.Raw raw) {
      end(raw.answer());
    } else if (ends instanceof OpencodeReply.Stalls stalls) {
      message.begin();
      speak(OpencodeMessage.Kind.TEXT, stalls.text(), () -> {});
    } else if (ends instanceof OpencodeReply.AsksPermission asks) {
      ask(core.asks().permission(session, message, asks.permission()));
    } else if (ends instanceof OpencodeReply.AsksQuestion asks) {
      ask(core.asks().question(session, asks.question()));
    } else if (ends instanceof OpencodeReply.Loops loops) {
      loop(loops.pause());
    } else if (ends instanceof OpencodeReply.Works works) {
      work(works);
    } else if (ends instanceof OpencodeReply.Summarizes summary) {
      message.summary();
      say(summary.text(), "stop");
    }
  }

  private void say(String text, String finish) {
    message.begin();
    Runnable done =
        () -> {
          message.finish(finish, reply.usage());
          if (asked.has("format") && finish.equals("stop")) {
            var error =
                OpencodeJson.error(
                    "StructuredOutputError", "Model did not produce structured output");
            ((ObjectNode) error.path("data")).put("retries", 0);
            error(error);
          }
          end(message.whole());
        };
    speak(
        OpencodeMessage.Kind.REASONING,
        reply.reasoning(),
        () -> speak(OpencodeMessage.Kind.TEXT, text, done));
  }

  /** Tells a text piece by piece, at the script's pace. */
  private void speak(OpencodeMessage.Kind kind, String text, Runnable then) {
    if (text.isEmpty()) {
      then.run();
      return;
    }
    message.open(kind);
    var pieces = WireJson.pieces(text);
    piece(kind, pieces, 0, then);
  }

  private void piece(OpencodeMessage.Kind kind, List<String> pieces, int at, Runnable then) {
    boolean stalls = reply.ends() instanceof OpencodeReply.Stalls;
    if (at == pieces.size()) {
      if (!stalls) {
        message.close(kind);
      }
      then.run();
      return;
    }
    message.delta(pieces.get(at));
    if (reply.pace().perPiece().isZero()) {
      piece(kind, pieces, at + 1, then);
    } else {
      core.later(reply.pace().perPiece(), unlessOver(() -> piece(kind, pieces, at + 1, then)));
    }
  }

  /** Works on a thread of its own; what comes back finds the run over, if it was aborted. */
  private void work(OpencodeReply.Works works) {
    message.begin();
    var text = new StringBuilder();
    asked.path("parts").forEach(part -> text.append(part.path("text").asText("")));
    var task =
        new OpencodeScript.Worker.Task(Path.of(session.directory()), text.toString(), session.id());
    work =
        core.workers()
            .submit(
                () -> {
                  try {
                    works.worker().work(task);
                    core.run(unlessOver(() -> worked(works)));
                  } catch (Exception | AssertionError e) {
                    core.run(unlessOver(() -> failed(e)));
                  }
                });
  }

  private void worked(OpencodeReply.Works works) {
    works.files().forEach(message::wrote);
    if (!works.files().isEmpty()) {
      message.finish("tool-calls", reply.usage());
      message.complete();
      message.assistant();
    }
    say(works.text(), "stop");
  }

  private void failed(Throwable e) {
    core.books().failed("worker of session " + session.id() + ": " + e);
    error(OpencodeJson.error("UnknownError", "The agent failed: " + e.getMessage()));
    end(message.whole());
  }

  private void structure(JsonNode value) {
    if (!asked.has("format")) {
      say(value.toString(), "stop");
      return;
    }
    message.begin();
    message.structured(value);
    message.finish("tool-calls", reply.usage());
    end(message.whole());
  }

  private void hide(String text) {
    core.publishError(session, OpencodeJson.error("UnknownError", text));
    end(core.hiddenFailure());
  }

  private void ask(String tool) {
    asking = true;
    message.begin();
    message.tool(tool, "running");
  }

  private void loop(Duration pause) {
    message.begin();
    message.finish("unknown", reply.usage());
    core.later(
        pause,
        unlessOver(
            () -> {
              message.assistant();
              loop(pause);
            }));
  }

  private Runnable unlessOver(Runnable step) {
    return () -> {
      if (!over) {
        step.run();
      }
    };
  }

  private void error(ObjectNode error) {
    message.error(error);
    core.publishError(session, error);
  }

  private void status() {
    ObjectNode properties = OpencodeJson.object().put("sessionID", session.id());
    properties.set("status", state());
    core.publish(session, "session.status", properties);
  }

  private void end(WireAnswer answer) {
    if (over) {
      return;
    }
    over = true;
    retrying = false;
    state = "idle";
    message.complete();
    var next = session.next();
    session.runs(next);
    if (next != null) {
      next.goesOn();
      return;
    }
    core.books().rests(session.id());
    status();
    core.publish(session, "session.idle", OpencodeJson.object().put("sessionID", session.id()));
    if (!orphaned) {
      waiting.forEach(connection -> connection.play(acts(answer)));
    }
  }

  private List<Act> acts(WireAnswer answer) {
    boolean headIsOut =
        core.version() == OpencodeVersion.OLD && !(reply.ends() instanceof OpencodeReply.Raw);
    if (!headIsOut) {
      return Travel.whole(answer);
    }
    Bytes rest =
        answer.body().length() == 0
            ? Travel.LAST_CHUNK
            : Travel.chunk(answer.body()).plus(Travel.LAST_CHUNK);
    return List.of(new Act.Send(rest), Act.End.KEEP_OPEN);
  }
}
