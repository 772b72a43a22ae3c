package dev.modeldispatch.core.file;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.core.failure.RemoteText;
import dev.modeldispatch.core.internal.AtomicFiles;
import dev.modeldispatch.core.internal.FileTrouble;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of one ask: its prompt, its signal, its artifact.
 *
 * <p>Between threads: files of a case are changed under the case's lock, and a mark is only set on
 * a signal that still has this ask's id, so that an ask which has ended cannot mark a later one's.
 * Looking takes no lock; one thread at a time looks.
 */
final class Post {
  private static final Logger LOG = LoggerFactory.getLogger(Post.class);
  private static final String PROMPT_FILE = "prompt.md";

  private final Desk desk;
  private final FileCase spec;
  private final Optional<String> toWrite;
  private long id;
  private boolean adopted;
  private volatile boolean written;
  private volatile boolean over;
  private @Nullable Path caseFolder;
  private @Nullable Signal signal;
  private String promptText = "";
  private @Nullable Stamp seen;
  private volatile @Nullable Runnable whenClaimed;

  private Post(Desk desk, long id, FileCase spec, Optional<String> toWrite) {
    this.desk = desk;
    this.id = id;
    this.spec = spec;
    this.toWrite = toWrite;
  }

  /** Returns the post of a case whose prompt file the caller has written. */
  static Post of(Desk desk, FileCase spec) {
    return new Post(desk, desk.nextId(), spec, Optional.empty());
  }

  /** Returns the post of a prompt, by its labels; it is written to a file of its case. */
  static Post of(Desk desk, Prompt prompt) throws Trouble {
    long id = desk.nextId();
    String caseId = prompt.labels().getOrDefault(FileDispatcher.CASE, "ask-" + id);
    String step = prompt.labels().getOrDefault(FileDispatcher.STEP, "ask");
    try {
      String artifact =
          prompt.labels().getOrDefault(FileDispatcher.ARTIFACT, FileCase.artifactName(step));
      var spec =
          new FileCase(
              caseId,
              step,
              Path.of(caseId).resolve(PROMPT_FILE),
              Path.of(caseId).resolve(artifact));
      String text = prompt.system().map(s -> s + "\n\n").orElse("") + prompt.text();
      return new Post(desk, id, spec, Optional.of(text));
    } catch (InvalidPathException e) {
      throw Trouble.refused("the label 'artifact' is no path", "Name a file, like artifact.json.");
    } catch (IllegalArgumentException e) {
      throw Trouble.refused(String.valueOf(e.getMessage()), "Mend the prompt's labels.");
    }
  }

  FileCase spec() {
    return spec;
  }

  long id() {
    return id;
  }

  /** {@return whether the signal is on disk, so that somebody may work on it} */
  boolean isWritten() {
    return written;
  }

  boolean isAdopted() {
    return adopted;
  }

  boolean isOver() {
    return over;
  }

  /** {@return what is asked, once it is written} */
  String promptText() {
    return promptText;
  }

  /** {@return where the signal is, once it is written} */
  Path signalPath() {
    return desk.folder().path().resolve(spec.caseId()).resolve(Signal.FILE);
  }

  /** Has the task run once somebody claims the signal. */
  void whenClaimed(Runnable task) {
    whenClaimed = task;
  }

  /** Says that nobody waits any more, so that another ask may have the case. */
  void end() {
    over = true;
    desk.leave(spec.caseId(), this);
  }

  /**
   * Puts prompt and signal on disk. If an earlier run asked the same and this one resumes, takes
   * its id over, and returns its answer if there is one.
   */
  Optional<JsonNode> write() throws Trouble {
    if (!desk.occupy(spec.caseId(), this)) {
      throw Trouble.refused(
          "case '" + spec.caseId() + "' is being asked already",
          "Wait for its answer, or give each ask a case of its own.");
    }
    synchronized (desk.lockOf(spec.caseId())) {
      Path folder = desk.folder().caseFolder(spec.caseId());
      Path prompt = desk.folder().prompt(spec.prompt());
      Path artifact = desk.folder().artifact(spec.artifact(), folder);
      caseFolder = folder;
      try {
        Optional<JsonNode> known = write(folder, prompt, artifact);
        written = true;
        return known;
      } catch (IOException e) {
        throw Trouble.of(AtomicFiles.trouble(folder, "could not be written", e));
      }
    }
  }

  private Optional<JsonNode> write(Path folder, Path prompt, Path artifact) throws IOException {
    Optional<Signal> earlier = SignalFile.read(folder);
    if (desk.settings().resumes()
        && earlier.isPresent()
        && isSame(earlier.get(), prompt, artifact)) {
      Optional<JsonNode> known = takeOver(folder, earlier.get());
      if (known.isPresent() || adopted) {
        return known;
      }
    }
    writeAnew(folder, prompt, artifact, earlier);
    return Optional.empty();
  }

  /** Returns the answer that an earlier run left, if it asked the same; asks nothing. */
  Optional<JsonNode> finished() throws Trouble {
    Path folder = desk.folder().path().resolve(spec.caseId());
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    synchronized (desk.lockOf(spec.caseId())) {
      Path prompt = desk.folder().prompt(spec.prompt());
      Path artifact = desk.folder().artifact(spec.artifact(), folder);
      try {
        Optional<Signal> earlier = SignalFile.read(folder);
        boolean same = earlier.isPresent() && isSame(earlier.get(), prompt, artifact);
        return same ? takeOver(folder, earlier.orElseThrow()) : Optional.empty();
      } catch (FileTrouble e) {
        throw Trouble.of(e);
      }
    }
  }

  private boolean isSame(Signal earlier, Path prompt, Path artifact) throws FileTrouble {
    boolean same =
        earlier.caseId().equals(spec.caseId())
            && earlier.step().equals(spec.step())
            && earlier.prompt().equals(prompt)
            && earlier.artifact().equals(artifact)
            && earlier.status() != Signal.Status.ERROR
            && Files.exists(prompt);
    if (!same) {
      return false;
    }
    promptText = readPrompt(prompt);
    return toWrite.isEmpty() || toWrite.get().equals(promptText);
  }

  /** A signal that waits keeps its id, so that who works on it does not do so in vain. */
  private Optional<JsonNode> takeOver(Path folder, Signal earlier) {
    Artifact there = look(folder, earlier);
    if (there.state() == Artifact.State.ANSWER) {
      id = earlier.dispatchId();
      signal = earlier;
      caseFolder = folder;
      accept();
      return Optional.of(there.data());
    }
    if (earlier.status() == Signal.Status.WAITING) {
      id = earlier.dispatchId();
      signal = earlier;
      adopted = true;
    }
    return Optional.empty();
  }

  private void writeAnew(Path folder, Path prompt, Path artifact, Optional<Signal> earlier)
      throws IOException {
    if (toWrite.isPresent()) {
      AtomicFiles.write(prompt, toWrite.get().getBytes(StandardCharsets.UTF_8));
      promptText = toWrite.get();
    } else {
      promptText = readPrompt(prompt);
    }
    Files.deleteIfExists(artifact);
    if (earlier.isPresent()) {
      Files.deleteIfExists(Claim.path(folder, earlier.get().dispatchId()));
    }
    var fresh =
        new Signal(
            Signal.Status.WAITING,
            id,
            spec.caseId(),
            spec.step(),
            prompt,
            artifact,
            desk.threads().clock().instant(),
            Optional.empty());
    AtomicFiles.write(folder.resolve(Signal.FILE), fresh.json());
    signal = fresh;
  }

  private String readPrompt(Path prompt) throws FileTrouble {
    AtomicFiles.checkInside(desk.folder().path(), prompt);
    byte[] bytes = AtomicFiles.read(prompt, desk.settings().cap());
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw AtomicFiles.trouble(prompt, "is not UTF-8", e);
    }
  }

  /** Looks at the signal, then at the artifact. */
  Artifact look() throws Trouble {
    Path folder = caseFolder;
    Signal mine = signal;
    if (folder == null || mine == null) {
      throw new IllegalStateException("nothing was written yet");
    }
    tellClaim(folder);
    seen = Stamp.of(folder.resolve(Signal.FILE), seen);
    Optional<Signal> there = seen.isKnown() ? Optional.empty() : readable(folder);
    if (there.isPresent()
        && there.get().dispatchId() == id
        && there.get().status() == Signal.Status.ERROR) {
      throw Trouble.told(told(there.get().error().orElse("")));
    }
    return look(folder, mine);
  }

  private static Optional<Signal> readable(Path folder) {
    try {
      return SignalFile.read(folder);
    } catch (FileTrouble e) {
      LOG.debug("{}", e.getMessage());
      return Optional.empty();
    }
  }

  private Artifact look(Path folder, Signal of) {
    return Artifact.look(folder, of.artifact(), of.dispatchId(), desk.settings().cap());
  }

  private void tellClaim(Path folder) {
    Runnable tell = whenClaimed;
    if (tell != null && Files.exists(Claim.path(folder, id))) {
      whenClaimed = null;
      tell.run();
    }
  }

  /** A responder that is ours puts the failure's kind before its words. */
  private Failure told(String error) {
    FailureKind kind =
        Arrays.stream(FailureKind.values())
            .filter(k -> error.startsWith(k.code() + ": "))
            .filter(k -> k != FailureKind.CANCELLED && k != FailureKind.DEADLINE_EXCEEDED)
            .findFirst()
            .orElse(FailureKind.SERVER_ERROR);
    var failure =
        Failure.builder(kind, "The responder of case " + spec.caseId() + " reported an error.")
            .hint("Its own words, if they can be shown, are the detail, and in signal.json.")
            .evidence("signal.json, status error");
    RemoteText.filter(List.of(), List.of(promptText)).shown(error).ifPresent(failure::detail);
    return failure.build();
  }

  /** Says that the artifact was accepted. */
  void accept() {
    mark(Signal.Status.PROCESSING, Optional.empty());
  }

  /** Says why nobody waits any more; a responder's own error stays. */
  void giveUp(String why) {
    mark(Signal.Status.ERROR, Optional.of(why));
  }

  private void mark(Signal.Status status, Optional<String> error) {
    Path folder = caseFolder;
    if (folder != null) { // else nothing was written
      SignalFile.mark(desk, folder, s -> s.dispatchId() == id, status, error);
    }
  }
}
