package dev.modeldispatch.core.opencode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.Failure;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.core.opencode.OpencodeSessions.Doing;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a session's prompts and their end. Not thread-safe: used under its session's
 * lock.
 *
 * <p>A prompt is taken with an empty 204, and everything else comes later, or never: its message,
 * the session's being busy, an error. So it counts as begun only when a prompt is to be seen that
 * was not there before, and as ended only when the session rests behind an answer to it, or an
 * event told its end; what shows nothing of this for 30 s was swallowed.
 */
final class AgentTurn {
  private static final Duration SWALLOWED = Duration.ofSeconds(30);
  private static final Duration TOO_LONG = Duration.ofMinutes(10);

  private final Function<ModelTarget, ServerErrors> errors;
  private final LoopGuard guard = new LoopGuard();
  private boolean open;
  private boolean seen = true;
  private boolean begun = true;
  private String baseline = "";
  private Instant quietSince = Instant.MAX;
  private boolean aborted;
  private String ask = "";
  private @Nullable JsonNode told;
  private @Nullable Failure broken;
  private @Nullable Failure failure;
  private String judged = "";
  private ModelTarget target = ModelTarget.of("opencode", "default");

  AgentTurn(Function<ModelTarget, ServerErrors> errors) {
    this.errors = errors;
  }

  /**
   * What a prompt changed, to be taken back if it was not taken.
   *
   * @param open whether a turn ran
   * @param seen whether its prompt was seen
   * @param begun whether its answer had begun
   * @param baseline the prompt before that one
   */
  record Before(boolean open, boolean seen, boolean begun, String baseline) {}

  /** A prompt is about to be sent; the last one that is to be seen is this. */
  Before begin(String lastPrompt) {
    var before = new Before(open, seen, begun, baseline);
    if (!open) {
      aborted = false;
      ask = "";
      told = null;
      broken = null;
    }
    open = true;
    seen = false;
    begun = false;
    baseline = lastPrompt;
    quietSince = Instant.MAX;
    return before;
  }

  /** The prompt was not taken. */
  void takeBack(Before before) {
    open = before.open();
    seen = before.seen();
    begun = before.begun();
    baseline = before.baseline();
  }

  /** The prompt was taken now; what shows nothing of it from here on was swallowed. */
  void taken(Optional<ModelTarget> model, Instant now) {
    quietSince = now;
    model.ifPresent(named -> target = named);
  }

  boolean isOpen() {
    return open;
  }

  /**
   * {@return whether a prompt was sent whose answer has not begun} A further one has to wait: older
   * servers take one that comes between a prompt and the beginning of its answer for answered.
   */
  boolean isAwaited() {
    return open && !begun;
  }

  Optional<Failure> failure() {
    return Optional.ofNullable(failure);
  }

  /** {@return why the turn has to be ended, if it has to} */
  Optional<Failure> mustEnd() {
    return Optional.ofNullable(broken).filter(why -> open);
  }

  void aborting() {
    aborted = true;
  }

  /** A person was asked, and said no. */
  void rejected(String what) {
    ask = what;
  }

  /** Takes in {@code message.updated}; true if the session works without end. */
  boolean message(JsonNode info) {
    guard.message(info);
    if (info.path("role").asText("").equals("user")) {
      seen |= !info.path("id").asText("").equals(baseline);
    } else {
      begun |= !info.path("parentID").asText("").equals(baseline);
    }
    return guard.loops() && mustEnd(Problems.endlessLoop(target));
  }

  void part(JsonNode part) {
    guard.part(part);
  }

  /** Takes in {@code session.error}: the first of a turn; that of an abort is in its message. */
  void error(JsonNode error) {
    if (open && told == null && !error.path("name").asText("").equals("MessageAbortedError")) {
      told = error;
    }
  }

  /** It is told to work, and no prompt was swallowed. */
  void works() {
    quietSince = Instant.MAX;
  }

  /** Takes in a status; true if it waits so long for a further try that the turn has to end. */
  boolean waits(JsonNode status, Instant now) {
    if (!status.path("type").asText("").equals("retry")) {
      return false;
    }
    Duration delay = Duration.between(now, Instant.ofEpochMilli(status.path("next").asLong(0)));
    Failure why = errors.apply(target).ofRetryState(status.path("message").asText(""));
    return delay.compareTo(TOO_LONG) > 0
        && mustEnd(why.toBuilder().retryAfter(delay, "retry state").build());
  }

  /** The turn has to end for this reason; true the first time. */
  private boolean mustEnd(Failure why) {
    boolean first = open && broken == null;
    if (first) {
      broken = why;
    }
    return first;
  }

  /** Says what the session does by what is to be seen of it. */
  Doing judge(AgentLook look, Instant now) {
    named(look);
    seen |= open && !look.prompt().equals(baseline);
    begun |= open && look.isAnswer() && !look.prompt().equals(baseline);
    if (look.gone() || (look.isArchived() && !look.isWorking())) {
      open = false;
      return Doing.ENDED;
    }
    if (look.isWorking()) {
      quietSince = Instant.MAX;
      return Doing.BUSY;
    }
    if (!open) {
      return rests(look);
    }
    quietSince = now.isBefore(quietSince) ? now : quietSince;
    boolean swallowed = Duration.between(quietSince, now).compareTo(SWALLOWED) >= 0;
    Optional<Failure> end = end(look, swallowed);
    if (end.isEmpty() && !(seen && look.isComplete() && !isOld(look))) {
      return look.isAnswer() && seen ? Doing.BUSY : Doing.TAKEN;
    }
    close(look, end);
    return Doing.IDLE;
  }

  private boolean isOld(AgentLook look) {
    return look.prompt().equals(baseline);
  }

  /** Why the turn ended; empty if it goes on, or ended well. */
  private Optional<Failure> end(AgentLook look, boolean swallowed) {
    boolean answered = seen && look.isComplete() && !isOld(look);
    if (answered) {
      return failure(look);
    }
    if (told != null) {
      return Optional.of(errors.apply(target).of(told));
    }
    if (seen && aborted) {
      return Optional.of(Problems.aborted());
    }
    return swallowed ? Optional.of(Problems.swallowed(target)) : Optional.empty();
  }

  private void close(AgentLook look, Optional<Failure> why) {
    failure = broken != null ? broken : why.orElse(null);
    judged = look.last().path("info").path("id").asText("");
    open = false;
    seen = true;
    begun = true;
  }

  /** No prompt of ours runs: what its last message says is of somebody else's, unless judged. */
  private Doing rests(AgentLook look) {
    String id = look.last().path("info").path("id").asText("");
    if (!id.equals(judged) && look.isComplete()) {
      judged = id;
      failure = failure(look).orElse(null);
    }
    return Doing.IDLE;
  }

  private Optional<Failure> failure(AgentLook look) {
    JsonNode info = look.last().path("info");
    boolean cutByUs = aborted || broken != null;
    String error = info.path("error").path("name").asText("");
    String finish = info.path("finish").asText("");
    if (cutByUs && (error.equals("MessageAbortedError") || (error + finish).isEmpty())) {
      return Optional.of(Problems.aborted()); // of a retry's wait there is no error, no finish
    }
    if (finish.equals("stop") && error.isEmpty()) {
      return Optional.empty();
    }
    if (finish.equals("tool-calls") && error.isEmpty()) {
      return Optional.of(Problems.wantedPerson(target, ask));
    }
    var reader = new MessageReader(target, errors.apply(target).filter(), errors.apply(target));
    return reader.read(look.last(), new Watch()).build().failure();
  }

  private void named(AgentLook look) {
    JsonNode info = look.last().path("info");
    JsonNode model = look.isAnswer() ? info : info.path("model");
    String provider = model.path("providerID").asText("");
    String name = model.path("modelID").asText("");
    if (!provider.isEmpty() && !name.isEmpty()) {
      target = ModelTarget.of(provider, name);
    }
  }
}
