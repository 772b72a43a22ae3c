package dev.modeldispatch.core.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.Attempt;
import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.Session;
import dev.modeldispatch.connector.Call;
import dev.modeldispatch.connector.ModelConnector;
import dev.modeldispatch.connector.Reply;
import dev.modeldispatch.core.engine.Connectors;
import dev.modeldispatch.core.engine.Engine;
import dev.modeldispatch.core.engine.EngineSettings;
import dev.modeldispatch.core.engine.RetryPolicy;
import dev.modeldispatch.core.internal.Resources;
import dev.modeldispatch.core.limit.Lanes;
import dev.modeldispatch.testkit.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A history is what was answered, in order, whatever else happens to the dispatches of a few
 * conversations: in one thread, on virtual time, so that a seed replays exactly. {@code
 * -Ddispatch.fuzz.seeds=N} runs more.
 */
class ConversationFuzzTest {
  private static final int STEPS = 300;
  private static final String SCHEMA = "{\"type\":\"object\"}";

  private final VirtualTime time = new VirtualTime();
  private final Conversations conversations = new Conversations();

  /** What was answered in each conversation, by the results alone. */
  private final Map<String, Set<Turn>> answered = new LinkedHashMap<>();

  /** The prompts in the order in which the provider replied to them. */
  private final List<String> replied = new ArrayList<>();

  /** What went out again, by conversation. */
  private final Map<String, List<List<Turn>>> seen = new LinkedHashMap<>();

  private final List<CompletableFuture<ModelResult>> open = new ArrayList<>();
  private int asked;
  private final Set<Call> onTheWire = new HashSet<>();

  /** What the provider saw; thrown there it would be a failure like others. */
  private final List<String> wrong = new ArrayList<>();

  private int grown;

  static LongStream seeds() {
    return LongStream.range(0, Long.getLong("dispatch.fuzz.seeds", 50L));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void historyIsWhatWasAnsweredInOrder(long seed) {
    var random = new Random(seed * 0x9E3779B97F4A7C15L);
    var resources = new Resources(time, time, Runnable::run);
    var settings =
        new EngineSettings(
            Duration.ofSeconds(20), 1 + random.nextInt(30), 40, RetryPolicy.STANDARD, Map.of());
    var engine =
        Engine.open(
            Connectors.of(List.of(new Provider(random))),
            settings,
            Lanes.of(Map.of(), Optional.empty(), resources),
            resources,
            random::nextDouble);

    for (int i = 0; i < STEPS; i++) {
      step(random, engine);
    }
    time.advance(Duration.ofMinutes(5));

    assertThat(open).allMatch(CompletableFuture::isDone);
    assertThat(wrong).isEmpty();
    assertThat(onTheWire).as("prompts that were never ended").isEmpty();
    assertThat(grown).as("turns").isPositive();
    answered.keySet().forEach(this::checkHistory);
    assertThat(conversations.size()).isEqualTo(answered.size());
  }

  private void checkHistory(String id) {
    List<Turn> history = conversations.find(id).orElseThrow().history().turns();
    List<Turn> expected = new ArrayList<>(answered.getOrDefault(id, Set.of()));
    expected.sort(Comparator.comparingInt(turn -> replied.lastIndexOf(turn.prompt())));

    assertThat(history).isEqualTo(expected);
    assertThat(seen.getOrDefault(id, List.of()))
        .allMatch(before -> history.subList(0, before.size()).equals(before));
    assertThat(conversations.turns().isTaken(id)).isFalse();
  }

  private void step(Random random, Engine engine) {
    switch (random.nextInt(5)) {
      case 0 -> time.advance(Duration.ofMillis(random.nextInt(3_000)));
      case 1 -> {
        if (!open.isEmpty()) {
          open.get(random.nextInt(open.size())).cancel(true);
        }
      }
      default -> ask(random, engine);
    }
  }

  private void ask(Random random, Engine engine) {
    Session session = session(random);
    String text = "prompt " + ++asked;
    var prompt = Prompt.builder(text).session(session);
    if (random.nextInt(4) == 0) {
      prompt.jsonSchema(SCHEMA);
    }
    if (random.nextInt(4) == 0) {
      prompt.timeout(Duration.ofMillis(500L * (1 + random.nextInt(6))));
    }
    open.add(
        engine.dispatchAsync(
            ModelTarget.of("p", "m"),
            prompt.build(),
            event -> {
              if (event instanceof DispatchEvent.Settled settled) {
                settled(session, text, settled.result());
              }
            }));
  }

  private Session session(Random random) {
    List<String> ids = List.copyOf(answered.keySet());
    if (ids.size() < 3 || random.nextInt(20) == 0) {
      return Session.kept();
    }
    String id = ids.get(random.nextInt(ids.size()));
    return random.nextInt(12) == 0 ? Session.continuedThenClosed(id) : Session.continued(id);
  }

  private void settled(Session session, String text, ModelResult result) {
    if (session.mode() == Session.Mode.CONTINUED_THEN_CLOSED) {
      if (!result.attempts().isEmpty()) { // else it came no further than this process's own queue
        answered.remove(session.id().orElseThrow());
      }
      return;
    }
    if (session.mode() == Session.Mode.KEPT) {
      result.session().flatMap(Session::id).ifPresent(id -> answered.put(id, new HashSet<>()));
    }
    Optional<String> id = result.session().flatMap(Session::id);
    if (result.isAnswered() && id.isPresent() && answered.containsKey(id.get())) {
      answered.get(id.get()).add(new Turn(text, result.orElseThrow().text()));
      grown++;
    }
  }

  /** Does one of nine things, once it is a prompt's turn. */
  private final class Provider implements ModelConnector {
    private final Random random;

    Provider(Random random) {
      this.random = random;
    }

    @Override
    public Set<String> providers() {
      return Set.of("p");
    }

    @Override
    public boolean keepsSessions() {
      return true;
    }

    @Override
    public void call(Call call) {
      conversations.enter(call, this::go);
    }

    private void go(Call call, History before) {
      check(call, before);
      call.sending();
      onTheWire.add(call);
      call.onAbort(() -> onTheWire.remove(call));
      switch (random.nextInt(9)) {
        case 0 -> end(call, Reply.answer("{\"at\":" + asked + "}").build());
        case 1, 2, 3 -> later(call, Reply.answer("{\"later\":" + asked + "}").build());
        case 4 -> later(call, Reply.answer("no JSON " + asked).build());
        case 5 -> later(call, failure(FailureKind.OVERLOADED));
        case 6 -> later(call, failure(FailureKind.AUTH_REJECTED));
        case 7 -> later(call, failure(FailureKind.CONNECTION_LOST));
        default -> {
          // And never a word.
        }
      }
    }

    private void check(Call call, History before) {
      Optional<String> id = call.prompt().session().id();
      id.ifPresent(
          known -> {
            seen.computeIfAbsent(known, unused -> new ArrayList<>()).add(before.turns());
            if (!before.turns().containsAll(answered.getOrDefault(known, Set.of()))) {
              wrong.add(before + " in place of " + answered.get(known));
            }
          });
      if (call.remaining().isZero()) {
        wrong.add("it goes on at its deadline");
      }
    }

    private void later(Call call, Reply reply) {
      var unused =
          time.schedule(() -> end(call, reply), random.nextInt(4_000), TimeUnit.MILLISECONDS);
    }

    private void end(Call call, Reply reply) {
      onTheWire.remove(call);
      replied.add(call.prompt().text());
      call.settle(reply);
    }

    private static Reply failure(FailureKind kind) {
      return Reply.failure(Failure.builder(kind, "scripted").build())
          .sent(Attempt.Sent.YES)
          .build();
    }

    @Override
    public void close() {
      conversations.close();
    }
  }
}
