package dev.modeldispatch.testkit.server;

import dev.modeldispatch.FailureKind;
import dev.modeldispatch.Misuse;
import dev.modeldispatch.Usage;
import dev.modeldispatch.testkit.Sequence;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of a prompt to one model of a {@link FakeOpencodeServer}: one behaviour, or several
 * with {@link #then} between them; the last one repeats. {@link #firstAfter}, {@link #perSecond},
 * {@link #reasoning}, {@link #using}, {@link #unanswered} and {@link #retries} are said before the
 * behaviour that they belong to. Thread-safe.
 *
 * <pre>{@code
 * server.model("fake/quick").answers("Because of Rayleigh scattering.");
 * server.model("fake/busy").retries("Rate limit reached", Duration.ofSeconds(2)).answers("Well.");
 * server.model("fake/stuck").hangs();
 * }</pre>
 */
public final class OpencodeScript {
  private static final Usage USAGE = Usage.exact(9, 12);

  private final String model;
  private final Sequence<OpencodeReply> replies;
  private Duration firstAfter = Duration.ZERO;
  private Duration perPiece = Duration.ZERO;
  private String reasoning = "";
  private Usage usage = USAGE;
  private boolean unanswered;
  private List<OpencodeReply.Retry> retries = new ArrayList<>();

  /**
   * What an agent does in its directory when it is prompted: writes files, commits, whatever a test
   * needs. It runs on a thread of its own, which is interrupted when the session is aborted. A
   * worker that throws ends its turn with an error, and fails {@link
   * FakeOpencodeServer#assertClean}.
   */
  @FunctionalInterface
  public interface Worker {
    /**
     * A prompt that a session has taken.
     *
     * @param workspace the session's directory
     * @param prompt the prompt
     * @param sessionId the session
     */
    record Task(Path workspace, String prompt, String sessionId) {
      /** Leaves the prompt out. */
      @Override
      public String toString() {
        return "Task[" + sessionId + ", prompt of " + prompt.length() + " characters]";
      }
    }

    /** Does the work. */
    void work(Task task) throws Exception;

    /** Returns a worker that writes this text to a file below the directory. */
    static Worker writing(String file, String text) {
      return task -> {
        Path target = task.workspace().resolve(file);
        Files.createDirectories(target.toAbsolutePath().getParent());
        Files.writeString(target, text);
      };
    }
  }

  OpencodeScript(String model) {
    this.model = model;
    this.replies = new Sequence<>("model " + Misuse.quote(model));
  }

  /** Holds the first piece of the answer that follows back. */
  public synchronized OpencodeScript firstAfter(Duration wait) {
    firstAfter = wait;
    return this;
  }

  /** Tells the answer that follows at this pace; at once by default. */
  public synchronized OpencodeScript perSecond(int pieces) {
    Misuse.check("model " + Misuse.quote(model))
        .unless(pieces >= 1, () -> "perSecond(" + pieces + ") must be at least 1")
        .orThrow();
    perPiece = Duration.ofSeconds(1).dividedBy(pieces);
    return this;
  }

  /** Tells these thoughts before the answer that follows. */
  public synchronized OpencodeScript reasoning(String thoughts) {
    reasoning = thoughts;
    return this;
  }

  /** Says what the answer that follows reports as used; 9 tokens in, 12 out by default. */
  public synchronized OpencodeScript using(Usage used) {
    usage = used;
    return this;
  }

  /** Waits in a retry state before the behaviour that follows; may be said several times. */
  public synchronized OpencodeScript retries(String message, Duration wait) {
    retries.add(new OpencodeReply.Retry(message, wait));
    return this;
  }

  /**
   * Closes the connection in place of saying that the prompt of the behaviour that follows is
   * taken; for prompts that nobody waits for.
   */
  public synchronized OpencodeScript unanswered() {
    unanswered = true;
    return this;
  }

  /** Answers with this text. To a prompt with a schema that is no structured answer. */
  public OpencodeScript answers(String text) {
    return finishes(text, "stop");
  }

  /** Answers with this text and this finish reason, for example {@code length}. */
  public OpencodeScript finishes(String text, String reason) {
    return add(new OpencodeReply.Says(text, reason));
  }

  /** Answers a prompt that has a schema with this JSON, unchecked as the real server does. */
  public OpencodeScript structured(String json) {
    return add(new OpencodeReply.Structured(OpencodeJson.parse(json)));
  }

  /** Fails as the server tells it: status 200, and the error in the message. */
  public OpencodeScript fails(FailureKind kind) {
    Misuse.check("model " + Misuse.quote(model))
        .unless(
            OpencodeErrors.kinds().contains(kind),
            () ->
                kind.code()
                    + " is told by no message. Told so: "
                    + OpencodeErrors.kinds().stream().map(FailureKind::code).toList())
        .orThrow();
    return add(new OpencodeReply.Errs(OpencodeErrors.of(kind)));
  }

  /** Fails with an error of this name in the message. */
  public OpencodeScript fails(String errorName, String message) {
    return add(new OpencodeReply.Errs(OpencodeJson.error(errorName, message)));
  }

  /** Fails with a reply that tells nothing, and an event that tells why. */
  public OpencodeScript failsHidden(String message) {
    return add(new OpencodeReply.Hidden(message));
  }

  /** Replies with this in place of a message. */
  public OpencodeScript replies(int status, String contentType, String body) {
    return add(new OpencodeReply.Raw(WireAnswer.of(status, contentType, body)));
  }

  /** Takes the prompt, and nothing follows. */
  public OpencodeScript hangs() {
    return stallsAfter("");
  }

  /** Tells this text, and nothing follows. */
  public OpencodeScript stallsAfter(String text) {
    return add(new OpencodeReply.Stalls(text));
  }

  /** Asks a person for this permission, for example {@code bash}, and waits. */
  public OpencodeScript asksPermission(String permission) {
    return add(new OpencodeReply.AsksPermission(permission));
  }

  /** Asks a person this question, and waits. */
  public OpencodeScript asksQuestion(String question) {
    return add(new OpencodeReply.AsksQuestion(question));
  }

  /** Answers without a finish reason, so that the server asks again, for ever, at this pace. */
  public OpencodeScript loops(Duration pause) {
    return add(new OpencodeReply.Loops(pause));
  }

  /** Takes a prompt that nobody waits for, and shows nothing of it, not even an error. */
  public OpencodeScript swallows() {
    return add(new OpencodeReply.Swallows());
  }

  /**
   * Does this work, tells that its tools wrote these files, and says that it is done. For prompts
   * that nobody waits for, as agents get them.
   */
  public OpencodeScript works(Worker worker, String... files) {
    return add(new OpencodeReply.Works(worker, List.of(files), "Done."));
  }

  /** Answers with the summary of a session that is too long. */
  public OpencodeScript summarizes(String text) {
    return add(new OpencodeReply.Summarizes(text));
  }

  /** Plays the last behaviour this often before the next one. */
  public OpencodeScript times(int count) {
    replies.times(count);
    return this;
  }

  /** Opens the script for a further behaviour. */
  public OpencodeScript then() {
    replies.then();
    return this;
  }

  Optional<OpencodeReply> next() {
    return replies.next();
  }

  private synchronized OpencodeScript add(OpencodeReply.Behaviour ends) {
    var pace = new OpencodeReply.Pace(firstAfter, perPiece);
    replies.add(new OpencodeReply(List.copyOf(retries), pace, usage, reasoning, unanswered, ends));
    unanswered = false;
    firstAfter = Duration.ZERO;
    perPiece = Duration.ZERO;
    reasoning = "";
    usage = USAGE;
    retries = new ArrayList<>();
    return this;
  }

  @Override
  public String toString() {
    return replies.toString();
  }
}
