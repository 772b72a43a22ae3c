package dev.modeldispatch.core;

import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.connector.Call;
import dev.modeldispatch.connector.ModelConnector;
import dev.modeldispatch.connector.Reply;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A connector whose models {@code talk/n} say n pieces, as fast as they may, and answer then; model
 * 0 fails. It counts over all calls.
 */
final class Talker implements ModelConnector {
  final AtomicInteger calls = new AtomicInteger();
  final AtomicLong said = new AtomicLong();
  final AtomicInteger held = new AtomicInteger();
  final AtomicInteger aborted = new AtomicInteger();
  private final String piece;
  private final Executor executor;

  Talker(String piece, Executor executor) {
    this.piece = piece;
    this.executor = executor;
  }

  @Override
  public Set<String> providers() {
    return Set.of("talk");
  }

  @Override
  public void call(Call call) {
    calls.incrementAndGet();
    call.onAbort(aborted::incrementAndGet);
    call.sending();
    var talk = new Talk(call);
    executor.execute(talk::readOn);
  }

  @Override
  public void close() {
    // Nothing is held.
  }

  private final class Talk {
    private final Call call;
    private final AtomicInteger pending = new AtomicInteger();
    private long left;

    Talk(Call call) {
      this.call = call;
      this.left = Long.parseLong(call.target().model());
    }

    /** Whoever is inside goes on for those who come meanwhile, as the HTTP client does. */
    void readOn() {
      if (pending.getAndIncrement() == 0) {
        do {
          say();
        } while (pending.decrementAndGet() > 0);
      }
    }

    private void say() {
      if (call.isOver()) {
        return;
      }
      if (left == 0) {
        end();
        return;
      }
      left--;
      said.incrementAndGet();
      call.text(DispatchEvent.Text.Kind.ANSWER, piece);
      held.incrementAndGet();
      call.whenRead(
          () -> {
            held.decrementAndGet();
            readOn();
          });
    }

    private void end() {
      boolean silent = call.target().model().equals("0");
      var failure = Failure.builder(FailureKind.INVALID_REQUEST, "said nothing").build();
      call.settle((silent ? Reply.failure(failure) : Reply.answer("said")).build());
    }
  }
}
