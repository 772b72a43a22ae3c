package dev.modeldispatch.core.limit;

import dev.modeldispatch.Attempt;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.connector.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A wish that keeps what it is told. */
final class RecordingWish implements Wish {
  final List<Pass> passes = new ArrayList<>();
  final List<Failure> refusals = new ArrayList<>();
  final List<String> waits = new ArrayList<>();
  long tokens = 1;
  Duration remaining = Duration.ofHours(1);
  Consumer<Pass> whenAdmitted = pass -> {};
  Consumer<Failure> whenRefused = failure -> {};

  static RecordingWish of(long tokens) {
    var wish = new RecordingWish();
    wish.tokens = tokens;
    return wish;
  }

  static RecordingWish within(Duration remaining) {
    var wish = new RecordingWish();
    wish.remaining = remaining;
    return wish;
  }

  /** Enters, and keeps what comes of it like what is told later. */
  RecordingWish into(Lane lane) {
    Entry entry = lane.enter(this);
    if (entry instanceof Entry.Go go) {
      passes.add(go.pass());
    } else if (entry instanceof Entry.Wait wait) {
      waits.add(wait.waitsFor());
    } else if (entry instanceof Entry.Refused refused) {
      refusals.add(refused.failure());
    }
    return this;
  }

  boolean went() {
    return !passes.isEmpty();
  }

  Failure refusal() {
    return refusals.get(0);
  }

  void answered() {
    passes.get(0).ended(Reply.answer("yes").build());
  }

  void failed(FailureKind kind) {
    passes.get(0).ended(Reply.failure(Failure.builder(kind, "scripted").build()).build());
  }

  void cancelled() {
    passes.get(0).calledOff(FailureKind.CANCELLED, Duration.ofHours(1), Attempt.Sent.YES);
  }

  void told(Reply.Limits limits) {
    passes.get(0).ended(Reply.answer("yes").limits(limits).build());
  }

  void limitedFor(Duration wait) {
    var failure = Failure.builder(FailureKind.RATE_LIMITED, "scripted").retryAfter(wait).build();
    passes.get(0).ended(Reply.failure(failure).build());
  }

  @Override
  public ModelTarget target() {
    return ModelTarget.of("openai", "m");
  }

  @Override
  public long tokens() {
    return tokens;
  }

  @Override
  public Duration remaining() {
    return remaining;
  }

  @Override
  public void admitted(Pass pass) {
    passes.add(pass);
    whenAdmitted.accept(pass);
  }

  @Override
  public void refused(Failure failure) {
    refusals.add(failure);
    whenRefused.accept(failure);
  }

  @Override
  public void waitsFor(String what) {
    waits.add(what);
  }
}
