package dev.modeldispatch.core.file;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.DispatchListener;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What one slot of a run puts into the folder: a post, made once, and asked by whoever asks first;
 * who asks again makes one of its own. Thread-safe.
 */
final class Letter {
  private final Prompt prompt;
  private final Optional<FileCase> spec;
  private @Nullable Post post;
  private @Nullable Post unasked;

  Letter(Prompt prompt, Optional<FileCase> spec) {
    this.prompt = prompt;
    this.spec = spec;
  }

  synchronized @Nullable Post post() {
    return post;
  }

  /** {@return whether somebody may work on it} */
  boolean isWritten() {
    Post mine = post();
    return mine != null && mine.isWritten();
  }

  /** Returns the answer that an earlier run left, if it asked the same; writes no signal. */
  Optional<JsonNode> finished(Desk desk) throws Trouble {
    return make(desk).finished();
  }

  /** Puts prompt and signal on disk; returns the answer if an earlier run left it. */
  Optional<JsonNode> write(Desk desk) throws Trouble {
    Post mine = make(desk);
    Optional<JsonNode> known = mine.write();
    if (known.isPresent()) {
      mine.end();
    } else if (mine.promptText().isBlank()) {
      mine.giveUp("the prompt is blank");
      mine.end();
      throw Trouble.refused("case " + mine.spec().caseId() + ": its prompt is blank", "Fill it.");
    }
    return known;
  }

  private Post make(Desk desk) throws Trouble {
    Post mine = post();
    if (mine == null) {
      mine = spec.isPresent() ? Post.of(desk, spec.get()) : Post.of(desk, prompt);
      synchronized (this) {
        post = mine;
        unasked = mine;
      }
    }
    return mine;
  }

  /** {@return what is asked, for those who count it} */
  Prompt asked() {
    Post mine = post();
    if (spec.isEmpty() || mine == null) {
      return prompt;
    }
    var text = Prompt.builder(mine.promptText());
    prompt.labels().forEach(text::label);
    return text.build();
  }

  /** Asks by what was written, or, when it is tried again, by something new. */
  CompletableFuture<ModelResult> ask(
      FileDispatcher files, ModelTarget who, Prompt what, DispatchListener hears) {
    Post mine;
    synchronized (this) {
      mine = unasked;
      unasked = null;
    }
    if (spec.isPresent()) {
      Post asked = mine == null ? Post.of(files.desk(), spec.get()) : mine;
      return files.start(asked, who, what, form(), hears);
    }
    return mine == null
        ? files.dispatchAsync(who, what, hears)
        : files.start(mine, who, what, form(), hears);
  }

  /** {@return how the answer's text is made} */
  FileAsk.Form form() {
    return spec.isPresent() ? FileAsk.Form.JSON : FileAsk.Form.TEXT;
  }

  /** Gives up what was written and will not be asked. */
  void abandon(String why) {
    Post mine = post();
    if (mine != null && mine.isWritten()) {
      mine.giveUp(why);
      mine.end();
    }
  }
}
