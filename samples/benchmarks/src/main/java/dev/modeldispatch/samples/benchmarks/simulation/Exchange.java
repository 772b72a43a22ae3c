package dev.modeldispatch.samples.benchmarks.simulation;

import dev.modeldispatch.Attempt.Sent;
import dev.modeldispatch.DispatchEvent.Text.Kind;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.connector.Call;
import dev.modeldispatch.connector.Reply;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** One attempt as the simulated network saw it: what really left, what really came back. */
final class Exchange {
  private static final int MAX_PIECES = 4;

  private final SimulatedNetwork network;
  private final Asked asked;
  private final Call call;
  private final long startedAt;
  private final String text;
  private final boolean meets;
  private final boolean stillborn;
  private final StringBuilder streamed = new StringBuilder(0);
  private boolean bytesLeft;
  private boolean arrived;
  private boolean aborted;
  private boolean settlesInAbort;
  private boolean throwsInAbort;
  private boolean stubborn;
  private boolean over;
  private boolean answered;
  private long overAt;
  private Optional<Failure> failure = Optional.empty();
  private @Nullable Future<?> timer;

  Exchange(SimulatedNetwork network, Asked asked, Call call) {
    this.network = network;
    this.asked = asked;
    this.call = call;
    this.stillborn = call.isOver();
    this.over = stillborn;
    this.startedAt = network.world().now();
    this.overAt = startedAt;
    String plain = asked.number() + "." + asked.exchanges().size();
    this.meets = call.prompt().jsonSchema().isEmpty() || network.random().nextBoolean();
    this.text =
        call.prompt().jsonSchema().isPresent() && meets
            ? "{\"n\":" + plain + "}"
            : "answer " + plain;
  }

  Asked asked() {
    return asked;
  }

  ModelTarget target() {
    return call.target();
  }

  long startedAt() {
    return startedAt;
  }

  Duration remaining() {
    return call.remaining();
  }

  /** {@return whether it was called off before it began, by a listener that heard it was to} */
  boolean isStillborn() {
    return stillborn;
  }

  boolean bytesLeft() {
    return bytesLeft;
  }

  /** {@return whether the server got the whole prompt} */
  boolean arrived() {
    return arrived;
  }

  boolean isAborted() {
    return aborted;
  }

  boolean isOver() {
    return over;
  }

  long overAt() {
    return overAt;
  }

  /** {@return whether its answer is what was asked for} */
  boolean meetsSchema() {
    return meets;
  }

  /** {@return the answer, if this is what was given and taken} */
  Optional<String> answerGiven() {
    return answered ? Optional.of(text) : Optional.empty();
  }

  /** {@return how it failed, if it was told} */
  Optional<Failure> failure() {
    return failure;
  }

  void play(Behaviour behaviour) {
    call.onAbort(this::abort);
    behaviour.play(this);
  }

  long draw(long bound) {
    return network.random().nextLong(bound);
  }

  boolean chance(int of) {
    return network.random().nextInt(of) == 0;
  }

  /** Sends the prompt, and goes on if it was not called off. */
  void send(boolean arrives, Runnable then) {
    if (over) {
      return;
    }
    call.sending();
    if (call.isOver()) {
      return;
    }
    bytesLeft = true;
    arrived = arrives;
    network.sent(this);
    then.run();
  }

  void later(Runnable then) {
    if (!over) {
      timer =
          network
              .world()
              .timer(
                  network.latency(),
                  () -> {
                    timer = null; // a timer that runs is no more to be dropped
                    then.run();
                  });
    }
  }

  void queued() {
    call.queued("a place at the simulated connector");
  }

  void dequeued() {
    call.dequeued();
  }

  /** Sends one to four pieces of the answer; what follows comes after the last. */
  void stream(Runnable then) {
    int pieces = 1 + network.random().nextInt(MAX_PIECES);
    streamPiece(0, Math.min(pieces, text.length()), then);
  }

  private void streamPiece(int piece, int pieces, Runnable then) {
    later(
        () -> {
          if (piece == pieces) {
            then.run();
            return;
          }
          int from = text.length() * piece / pieces;
          String part = text.substring(from, text.length() * (piece + 1) / pieces);
          streamed.append(part);
          if (chance(4)) {
            call.text(Kind.REASONING, "hm");
          }
          call.text(Kind.ANSWER, part);
          streamPiece(piece + 1, pieces, then);
        });
  }

  void answer() {
    if (over) {
      return; // called off by who heard the last piece
    }
    end();
    answered = true;
    network.answers(this, meets ? 1 : 0);
    Provider provider = network.provider(target().provider());
    long held = provider.heldUntil();
    if (!call.settle(network.dressed(this, Reply.answer(text)))) {
      answered = false;
      network.answers(this, meets ? -1 : 0);
      provider.heldUntil(held);
    }
  }

  void answerTwice() {
    answer();
    network.refuses("a second end is refused", call.settle(Reply.answer("second").build()));
  }

  /** The connector does not listen to an abort. */
  void answerWhateverComes() {
    stubborn = true;
    later(
        () -> {
          if (over) {
            network.refuses("an end after the end is refused", call.settle(reply()));
          } else {
            answer();
          }
        });
  }

  void answerWhenAborted() {
    settlesInAbort = true;
  }

  void throwWhenAborted() {
    throwsInAbort = true;
  }

  void fail(FailureKind kind, Sent sent) {
    fail(Failure.builder(kind, "simulated").build(), sent);
  }

  void fail(Failure why, Sent sent) {
    if (over) {
      return;
    }
    end();
    failure = Optional.of(why);
    var reply = Reply.failure(why).sent(sent).partialText(streamed.toString());
    call.settle(network.dressed(this, reply));
  }

  /** Throws, as a connector should not. */
  void fling(Error thrown) {
    mistake();
    throw thrown;
  }

  /** Throws, as a connector should not. */
  void fling(RuntimeException thrown) {
    mistake();
    throw thrown;
  }

  private void mistake() {
    if (!over) {
      end();
      failure = Optional.of(Failure.builder(FailureKind.UNKNOWN, "simulated").build());
    }
  }

  private void abort() {
    aborted = true;
    if (!over) {
      if (bytesLeft) {
        network.provider(target().provider()).trouble(); // perhaps: if its silence was long
      }
      end();
    }
    if (timer != null && !stubborn) {
      network.world().drop(timer);
    }
    if (settlesInAbort) {
      network.refuses("an end while called off is refused", call.settle(reply()));
    }
    if (throwsInAbort) {
      throw new IllegalStateException("an abort");
    }
  }

  private Reply reply() {
    return Reply.answer(text).build();
  }

  private void end() {
    over = true;
    overAt = network.world().now();
    network.ended(this);
  }
}
