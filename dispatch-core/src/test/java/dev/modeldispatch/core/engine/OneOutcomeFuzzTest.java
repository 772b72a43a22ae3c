package dev.modeldispatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.Batch;
import dev.modeldispatch.BatchRequest;
import dev.modeldispatch.BatchResult;
import dev.modeldispatch.Completion;
import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.connector.Call;
import dev.modeldispatch.connector.ModelConnector;
import dev.modeldispatch.connector.Reply;
import dev.modeldispatch.core.batch.FanOut;
import dev.modeldispatch.core.internal.Resources;
import dev.modeldispatch.core.limit.Lanes;
import dev.modeldispatch.testkit.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * N targets in, N results out, in order, whatever twelve kinds of servers do and whoever is
 * cancelled meanwhile: in one thread, on virtual time, so that a seed replays exactly. {@code
 * -Ddispatch.fuzz.seeds=N} runs more.
 */
class OneOutcomeFuzzTest {
  private static final int BATCHES = 20;

  static LongStream seeds() {
    return LongStream.range(0, Long.getLong("dispatch.fuzz.seeds", 50L));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everySlotHasOneOutcomeInItsPlace(long seed) {
    var random = new Random(seed);
    var time = new VirtualTime();
    var resources = new Resources(time, time, Runnable::run);
    var server = new RandomConnector(random, time);
    var settings =
        new EngineSettings(
            Duration.ofSeconds(20), 1 + random.nextInt(30), 40, RetryPolicy.STANDARD, Map.of());
    var engine =
        Engine.open(
            Connectors.of(List.of(server)),
            settings,
            Lanes.of(Map.of(), Optional.empty(), resources),
            resources,
            random::nextDouble);
    var batches = FanOut.over(engine, resources);

    for (int i = 0; i < BATCHES; i++) {
      runOne(random, time, batches);
    }
    time.advance(Duration.ofMinutes(5));

    assertThat(time.pendingTasks()).as("timers left").isZero();
    assertThat(engine.admission().inside()).as("places left").isZero();
    assertThat(engine.admission().queued()).as("queued left").isZero();
    assertThat(server.open).as("attempts that were never ended").isEmpty();
  }

  private static void runOne(Random random, VirtualTime time, FanOut batches) {
    List<ModelTarget> targets = targets(random);
    int[] settled = new int[targets.size()];
    var batch = batches.start(request(random, targets, settled));

    for (int step = random.nextInt(4); step > 0; step--) {
      time.advance(Duration.ofMillis(random.nextInt(4_000)));
      cancelSomething(random, batch);
    }
    time.advance(Duration.ofSeconds(20L * targets.size() + 1)); // one by one, each to its deadline

    assertThat(batch.result()).as("the end of " + batch + Arrays.toString(settled)).isDone();
    BatchResult result = batch.result().join();
    assertThat(result.results()).extracting(ModelResult::target).isEqualTo(targets);
    assertThat(settled).containsOnly(1);
  }

  private static BatchRequest request(Random random, List<ModelTarget> targets, int[] settled) {
    var request =
        BatchRequest.builder(targets, Prompt.of("hi"))
            .completion(completion(random, targets.size()))
            .listener(
                (slot, event) -> {
                  settled[slot] += event instanceof DispatchEvent.Settled ? 1 : 0;
                  if (random.nextInt(20) == 0) {
                    throw new IllegalStateException("a listener");
                  }
                });
    if (random.nextBoolean()) {
      request.maxConcurrency(1 + random.nextInt(4));
    }
    if (random.nextInt(3) == 0) {
      request.deadline(Duration.ofMillis(1 + random.nextInt(9_000)));
    }
    return request.build();
  }

  private static Completion completion(Random random, int targets) {
    return switch (random.nextInt(5)) {
      case 0 -> Completion.firstAnswer();
      case 1 -> Completion.answers(1 + random.nextInt(targets));
      case 2 -> Completion.distinctProviders(1);
      case 3 ->
          Completion.until(
              results -> {
                if (random.nextInt(10) == 0) {
                  throw new StackOverflowError("a condition");
                }
                return results.size() > 3;
              });
      default -> Completion.all();
    };
  }

  private static List<ModelTarget> targets(Random random) {
    var targets = new ArrayList<ModelTarget>();
    for (int n = 1 + random.nextInt(15); n > 0; n--) {
      String provider = random.nextInt(10) == 0 ? "nobody" : "fake";
      targets.add(ModelTarget.of(provider, "m" + random.nextInt(12)));
    }
    return List.copyOf(targets);
  }

  private static void cancelSomething(Random random, Batch batch) {
    int slot = random.nextInt(batch.targets().size());
    switch (random.nextInt(6)) {
      case 0 -> batch.cancel(slot);
      case 1 -> batch.cancel(batch.targets().get(slot));
      case 2 -> batch.result(slot).cancel(true);
      case 3 -> batch.cancel();
      default -> {
        // Nobody is cancelled.
      }
    }
  }

  /** A server that does one of twelve things. */
  private static final class RandomConnector implements ModelConnector {
    private final Random random;
    private final VirtualTime time;
    private final Set<Call> open = new HashSet<>();

    RandomConnector(Random random, VirtualTime time) {
      this.random = random;
      this.time = time;
    }

    @Override
    public Set<String> providers() {
      return Set.of("fake");
    }

    @Override
    public void call(Call call) {
      open.add(call);
      call.onAbort(() -> open.remove(call));
      switch (random.nextInt(12)) {
        case 0 -> end(call, Reply.answer("now").build());
        case 1 -> later(call, Reply.answer("later").build());
        case 2 -> later(call, failure(FailureKind.OVERLOADED));
        case 3 -> end(call, failure(FailureKind.RATE_LIMITED));
        case 4 -> end(call, failure(FailureKind.AUTH_REJECTED));
        case 5 -> call.sending(); // and never a word
        case 6 -> throwing(call, new IllegalStateException("a connector"));
        case 7 -> throwing(call, new OutOfMemoryError("a connector"));
        case 8 -> {
          end(call, Reply.answer("first").build());
          assertThat(call.settle(Reply.answer("second").build())).isFalse();
        }
        case 9 -> {
          call.text(DispatchEvent.Text.Kind.ANSWER, "half");
          later(call, failure(FailureKind.CONNECTION_LOST));
        }
        case 10 -> later(call, hinted());
        default -> {
          call.queued("a place");
          later(call, Reply.answer("after a queue").build());
        }
      }
    }

    private void throwing(Call call, Throwable thrown) {
      open.remove(call);
      if (thrown instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) thrown;
    }

    private void later(Call call, Reply reply) {
      call.sending();
      var unused =
          time.schedule(() -> end(call, reply), random.nextInt(6_000), TimeUnit.MILLISECONDS);
    }

    private void end(Call call, Reply reply) {
      open.remove(call);
      call.settle(reply);
    }

    private static Reply failure(FailureKind kind) {
      return Reply.failure(Failure.builder(kind, "scripted").build()).build();
    }

    private Reply hinted() {
      var wait = Duration.ofMillis(random.nextInt(30_000));
      return Reply.failure(
              Failure.builder(FailureKind.RATE_LIMITED, "scripted").retryAfter(wait).build())
          .build();
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }
}
