package dev.modeldispatch.core.opencode;

import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.core.failure.FailureRules;
import dev.modeldispatch.core.http.HttpLimits;
import dev.modeldispatch.core.http.HttpTransport;
import dev.modeldispatch.core.internal.DispatchThreads;
import dev.modeldispatch.core.internal.MonotonicTime;
import dev.modeldispatch.core.internal.Resources;
import dev.modeldispatch.core.opencode.OpencodeSessions.At;
import dev.modeldispatch.core.opencode.OpencodeSessions.Doing;
import dev.modeldispatch.core.opencode.OpencodeSessions.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Agent sessions, with threads of their own. */
final class AgentRig implements AutoCloseable {
  static final Duration LIMIT = Duration.ofSeconds(90);
  private static final Set<Doing> RESTS = EnumSet.of(Doing.IDLE, Doing.ENDED, Doing.LOST);

  private final ScheduledExecutorService timers;
  private final HttpTransport transport;
  private final OpencodeSessions sessions;

  AgentRig(OpencodeOptions options) {
    this(options, MonotonicTime.start(), DispatchThreads.timers());
  }

  AgentRig(OpencodeOptions options, InstantSource clock, ScheduledExecutorService timers) {
    this.timers = timers;
    var resources = new Resources(clock, timers, Runnable::run);
    transport = HttpTransport.open(HttpLimits.STANDARD, timers, clock);
    sessions = OpencodeSessions.open(options, transport, resources, FailureRules.standard());
  }

  OpencodeSessions sessions() {
    return sessions;
  }

  At create(Path folder, ModelTarget model) throws Exception {
    var worker = new OpencodeSessions.Worker(Optional.of(model), Optional.empty());
    return of(sessions.create(folder.toRealPath().toString(), "test", worker)).at();
  }

  Status prompt(At at, String text) throws Exception {
    return of(sessions.prompt(at, "turn " + text, text));
  }

  Status look(At at) throws Exception {
    return of(sessions.look(at));
  }

  /** Listens, looks once, and waits for rest. */
  Status turn(At at) throws Exception {
    var end = new CompletableFuture<Status>();
    Runnable stop = of(sessions.watch(at, status -> restsOr(status, end)));
    restsOr(look(at), end);
    try {
      return of(end);
    } finally {
      stop.run();
    }
  }

  /** Returns the rest of which the session tells by itself. */
  CompletableFuture<Status> hearEnd(At at) throws Exception {
    var end = new CompletableFuture<Status>();
    of(sessions.watch(at, status -> restsOr(status, end)));
    return end;
  }

  private static void restsOr(Status status, CompletableFuture<Status> end) {
    if (RESTS.contains(status.doing())) {
      end.complete(status);
    }
  }

  /** {@return what is told of a session from now on, in order} */
  List<Status> hear(At at) throws Exception {
    List<Status> heard = new CopyOnWriteArrayList<>();
    of(sessions.watch(at, heard::add));
    return heard;
  }

  static <T> T of(CompletableFuture<T> future) throws Exception {
    return future.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    sessions.close();
    transport.close();
    timers.shutdownNow();
  }
}
