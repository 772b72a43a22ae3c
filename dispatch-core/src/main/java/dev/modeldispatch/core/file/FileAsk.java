package dev.modeldispatch.core.file;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.Attempt;
import dev.modeldispatch.Cancelled;
import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.DispatchListener;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.ResultBuilder;
import dev.modeldispatch.TimedOut;
import dev.modeldispatch.Usage;
import dev.modeldispatch.connector.ResultFuture;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.internal.SerialEvents;
import dev.modeldispatch.core.internal.Trace;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One dispatch by files: from the call to its one result.
 *
 * <p>Between threads: written, then waiting, then over; whoever sets the result first wins, under
 * this object's lock, and then alone tells it. Files are touched on file threads, without the lock.
 * An ask that ends while its signal is being written marks the signal right after; the signal's
 * status is on disk before the future completes, but for a cancel.
 */
final class FileAsk implements ResultFuture.Work<ModelResult> {
  /** How the answer's text is made of the artifact's data. */
  enum Form {
    /** A JSON string is its text, all else is JSON. */
    TEXT,
    /** Always JSON. */
    JSON;

    String text(JsonNode data) {
      return this == TEXT && data.isTextual()
          ? data.textValue()
          : new String(Json.bytes(data), StandardCharsets.UTF_8);
    }
  }

  static final String FROM_EARLIER = "The answer was there from an earlier run; nothing was asked.";

  private final Desk desk;
  private final Post post;
  private final ModelTarget target;
  private final Prompt prompt;
  private final Form form;
  private final SerialEvents events;
  private final Trace trace;
  private final Instant start;
  private final Duration limit;
  private final ResultFuture<ModelResult> future = new ResultFuture<>(this);
  private int unfit;
  private boolean accepting;
  private Duration startedAfter = Duration.ZERO;
  private volatile @Nullable Future<?> deadline;
  private volatile @Nullable ModelResult result;

  FileAsk(
      Desk desk,
      Post post,
      ModelTarget target,
      Prompt prompt,
      Form form,
      DispatchListener listener) {
    this.desk = desk;
    this.post = post;
    this.target = target;
    this.prompt = prompt;
    this.form = form;
    this.trace = Trace.of(target, prompt);
    this.events = SerialEvents.to(listener, desk.threads().callbacks(), trace);
    this.start = desk.threads().clock().instant();
    this.limit = prompt.timeout().orElse(desk.settings().timeout());
  }

  ResultFuture<ModelResult> future() {
    return future;
  }

  String caseId() {
    return post.spec().caseId();
  }

  /** Returns at once. */
  void begin() {
    try {
      deadline = desk.threads().after(limit, this::timeOut);
    } catch (RejectedExecutionException e) {
      close(); // the folder is being closed
      return;
    }
    desk.threads().files().execute(this::writeAndWait);
  }

  private void writeAndWait() {
    if (isOver()) {
      return;
    }
    try {
      if (!post.isWritten()) {
        Optional<JsonNode> known = post.write();
        if (known.isPresent()) {
          settle(earlier(known.get()));
          return;
        }
      }
    } catch (Trouble e) {
      settle(builder(Attempt.Sent.NO, e.failure()).failed(e.failure()));
      return;
    }
    startedAfter = elapsed();
    events.tell(new DispatchEvent.AttemptStarted(target, startedAfter, 1));
    if (post.isAdopted()) {
      look(true);
    }
    desk.poller().add(this);
    ModelResult already = result;
    if (already != null) {
      desk.poller().remove(this); // ended before it was added
      if (!already.isAnswered()) {
        post.giveUp("cancelled"); // maybe before there was a signal to mark
      }
    }
  }

  /** Looks once; for one thread at a time. */
  void look(boolean folderIsThere) {
    if (isOver() || accepting) {
      return;
    }
    if (elapsed().compareTo(limit) >= 0) {
      timeOut();
      return;
    }
    if (!folderIsThere) {
      return;
    }
    try {
      Artifact artifact = post.look();
      switch (artifact.state()) {
        case ABSENT -> {}
        case NOT_YET -> notYet(artifact);
        case WRONG -> throw Trouble.wrong(artifact.kind(), artifact.why(), "no data");
        case ANSWER -> {
          accepting = true;
          desk.threads().files().execute(() -> accept(artifact.data()));
        }
      }
    } catch (Trouble e) {
      fail(e.failure());
    }
  }

  private void notYet(Artifact artifact) throws Trouble {
    unfit++;
    if (unfit > desk.settings().tolerance()) {
      throw Trouble.wrong(artifact.kind(), artifact.why(), "artifact unfit in " + unfit + " looks");
    }
  }

  private void accept(JsonNode data) {
    if (isOver()) {
      return;
    }
    String text = form.text(data);
    if (form == Form.TEXT && text.isBlank()) {
      fail(
          Failure.builder(FailureKind.EMPTY_ANSWER, target + " answered with nothing.")
              .evidence("empty data")
              .build());
      return;
    }
    post.accept();
    settle(builder(Attempt.Sent.YES, null).answered(text));
  }

  private ModelResult earlier(JsonNode data) {
    return common(ModelResult.builder(target)).note(FROM_EARLIER).answered(form.text(data));
  }

  private void fail(Failure failure) {
    if (settle(builder(Attempt.Sent.YES, failure).failed(failure))) {
      post.giveUp(failure.kind().code() + ": " + failure.message());
    }
  }

  private void timeOut() {
    var late =
        builder(post.isWritten() ? Attempt.Sent.MAYBE : Attempt.Sent.NO, null)
            .timedOut(TimedOut.Deadline.DISPATCH, limit);
    if (settle(late)) {
      post.giveUp("timed out after " + limit.toMillis() + " ms");
    }
  }

  /** Ends it because the dispatcher is closed. */
  void close() {
    if (settle(cancelled(Cancelled.Reason.CLOSED))) {
      markCancelled();
    }
  }

  /** Settles it as cancelled; who calls completes the future. */
  @Override
  public boolean cancel() {
    if (!settleOnly(cancelled(Cancelled.Reason.CALLER))) {
      return false;
    }
    markCancelled();
    return true;
  }

  private ModelResult cancelled(Cancelled.Reason reason) {
    return builder(post.isWritten() ? Attempt.Sent.MAYBE : Attempt.Sent.NO, null).cancelled(reason);
  }

  private void markCancelled() {
    desk.threads().files().execute(() -> post.giveUp("cancelled"));
  }

  @Override
  public Optional<ModelResult> outcome() {
    return Optional.ofNullable(result);
  }

  private boolean isOver() {
    return result != null;
  }

  private boolean settle(ModelResult how) {
    if (!settleOnly(how)) {
      return false;
    }
    desk.threads().callbacks().execute(() -> trace.during(() -> future.settle(how)));
    return true;
  }

  private boolean settleOnly(ModelResult how) {
    synchronized (this) {
      if (result != null) {
        return false; // loses to the first
      }
      result = how;
    }
    Future<?> timer = deadline;
    if (timer != null) {
      timer.cancel(false);
    }
    desk.poller().remove(this);
    post.end();
    desk.ended(this);
    events.tell(new DispatchEvent.Settled(target, how.elapsed(), how));
    return true;
  }

  private ResultBuilder builder(Attempt.Sent sent, @Nullable Failure failure) {
    boolean asked = post.isWritten();
    var attempt =
        new Attempt(
            1,
            target,
            startedAfter,
            elapsed().minus(startedAfter),
            sent,
            Optional.ofNullable(failure),
            Duration.ZERO,
            "",
            sent == Attempt.Sent.NO ? Usage.none() : Usage.unknown());
    return common(ModelResult.builder(target).attempts(asked ? List.of(attempt) : List.of()));
  }

  private ResultBuilder common(ResultBuilder builder) {
    if (!prompt.fallbacks().isEmpty() || prompt.hedge().isPresent()) {
      builder.note("A file target has no fallbacks and no hedge; nobody else was asked.");
    }
    return builder.elapsed(elapsed());
  }

  private Duration elapsed() {
    return Duration.between(start, desk.threads().clock().instant());
  }
}
