package dev.modeldispatch.core.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.modeldispatch.Cancelled;
import dev.modeldispatch.Failure;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.connector.ResultFuture;
import dev.modeldispatch.core.internal.AtomicFiles;
import dev.modeldispatch.core.internal.FileTrouble;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.internal.JsonTrouble;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A responder's work on one signal that it has claimed: reads the prompt, asks, writes the answer.
 *
 * <p>Between threads: asked on a file thread, answered on another; {@code over} is set once under
 * this object's lock by whoever ends the work, and nothing is written after that.
 */
final class FileReply {
  private static final Logger LOG = LoggerFactory.getLogger(FileReply.class);
  private static final int MAX_LABEL = 100;

  private final ResponderSettings settings;
  private final SuiteFolder folder;
  private final Threads threads;
  private final Signal signal;
  private final Consumer<FileReply> whenOver;
  private final Path caseFolder;
  private @Nullable CompletableFuture<ModelResult> asked;
  private boolean over;
  private volatile boolean answered;

  FileReply(
      ResponderSettings settings,
      SuiteFolder folder,
      Threads threads,
      Signal signal,
      Consumer<FileReply> whenOver) {
    this.settings = settings;
    this.folder = folder;
    this.threads = threads;
    this.signal = signal;
    this.whenOver = whenOver;
    this.caseFolder = folder.path().resolve(signal.caseId());
  }

  String caseId() {
    return signal.caseId();
  }

  long dispatchId() {
    return signal.dispatchId();
  }

  boolean hasAnswered() {
    return answered;
  }

  void begin() {
    CompletableFuture<ModelResult> future;
    try {
      future = settings.dispatcher().dispatchAsync(settings.target(), prompt());
    } catch (Trouble e) {
      finish(Optional.empty(), error(e.failure()));
      return;
    } catch (RuntimeException e) {
      finish(Optional.empty(), "unknown: the responder's dispatcher threw " + e.getClass());
      return;
    }
    boolean calledOff;
    synchronized (this) {
      asked = future;
      calledOff = over;
    }
    var unused =
        future.whenComplete(
            (result, thrown) -> threads.files().execute(() -> answered(future, result)));
    if (calledOff) {
      future.cancel(true);
    }
  }

  private Prompt prompt() throws Trouble {
    try {
      Path file = folder.prompt(signal.prompt());
      AtomicFiles.checkInside(folder.path(), file);
      String text = new String(AtomicFiles.read(file, settings.cap()), StandardCharsets.UTF_8);
      if (text.isBlank()) {
        throw Trouble.refused(file + " is blank", "Say what you ask.");
      }
      var prompt = Prompt.builder(text).label(FileDispatcher.CASE, signal.caseId());
      if (!signal.step().isBlank() && signal.step().length() <= MAX_LABEL) {
        prompt.label(FileDispatcher.STEP, signal.step());
      }
      return prompt.build();
    } catch (FileTrouble e) {
      throw Trouble.of(e);
    }
  }

  private void answered(CompletableFuture<ModelResult> future, @Nullable ModelResult result) {
    Optional<ModelResult> known = Optional.ofNullable(result);
    if (known.isEmpty() && future instanceof ResultFuture<ModelResult> f) {
      known = f.outcome();
    }
    if (known.isEmpty()) {
      finish(Optional.empty(), "unknown: the responder's dispatcher gave no result");
    } else if (known.get() instanceof Cancelled cancelled) {
      finish(Optional.empty(), "overloaded: " + cancelled.failure().message());
    } else {
      finish(
          known.get().answered().map(a -> data(a.text())),
          known.get().unanswered().map(u -> error(u.failure())).orElse(""));
    }
  }

  private static String error(Failure failure) {
    return failure.kind().code() + ": " + failure.message();
  }

  private static JsonNode data(String text) {
    try {
      JsonNode json = Json.parseExact(Fence.stripped(text));
      return json.isContainerNode() ? json : TextNode.valueOf(text);
    } catch (JsonTrouble e) {
      return TextNode.valueOf(text);
    }
  }

  /** Writes the answer, or else the error, unless nobody waits for it any more. */
  private void finish(Optional<JsonNode> data, String error) {
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
    }
    try {
      Optional<Signal> now = SignalFile.read(caseFolder).filter(this::isStillAsked);
      if (now.isPresent() && data.isPresent()) {
        Path artifact = folder.artifact(signal.artifact(), caseFolder);
        AtomicFiles.write(artifact, Artifact.json(dispatchId(), data.get()));
        answered = true;
      } else if (now.isPresent()) {
        writeError(now.get(), error);
      }
    } catch (Trouble | IOException e) {
      LOG.warn("case {} was not answered: {}", caseId(), e.getMessage());
    }
    whenOver.accept(this);
  }

  private void writeError(Signal now, String error) throws FileTrouble {
    Signal failed = now.with(Signal.Status.ERROR, Optional.of(error), threads.clock().instant());
    AtomicFiles.write(caseFolder.resolve(Signal.FILE), failed.json());
  }

  private boolean isStillAsked(Signal now) {
    return now.dispatchId() == dispatchId() && now.status() == Signal.Status.WAITING;
  }

  /** Ends the work because nobody waits for it any more. */
  void callOff() {
    CompletableFuture<ModelResult> running;
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
      running = asked;
    }
    if (running != null) {
      running.cancel(true);
    }
    whenOver.accept(this);
  }

  /** Ends the work and leaves the signal to others. */
  void leave() {
    callOff();
    try {
      if (!answered) {
        Claim.giveUp(caseFolder, dispatchId());
      }
    } catch (IOException e) {
      LOG.warn("the claim of case {} stays: {}", caseId(), e.getMessage());
    }
  }
}
