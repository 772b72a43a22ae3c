package dev.modeldispatch.core.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.Answered;
import dev.modeldispatch.connector.Reply;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each recorded stream says what the same reply says unstreamed, however it is split; cut anywhere
 * it is no complete answer. {@code -Ddispatch.long} splits the short ones at every two places, the
 * others at all near ones and at more of the rest.
 */
class RecordedStreamsTest {
  private static final boolean LONG = Boolean.getBoolean("dispatch.long");
  private static final int SHORT = 400;
  private static final int NEAR = 8;

  static List<Recording> all() {
    return Recording.all();
  }

  static Stream<Recording> shortOnes() {
    return all().stream().filter(r -> r.bytes().length <= SHORT);
  }

  static Stream<Recording> longOnes() {
    return all().stream().filter(r -> r.bytes().length > SHORT);
  }

  @ParameterizedTest
  @MethodSource("all")
  void streamSaysWhatItsReplySaysUnstreamed(Recording recording) {
    StreamTrial trial = StreamTrial.of(recording);

    trial.feed(recording.bytes());
    trial.ends();

    recording
        .plain()
        .ifPresent(body -> assertThat(trial.outcome()).isEqualTo(outcome(recording, body)));
    String expected = recording.facts().getOrDefault("expect", Answers.in(trial.reply()));
    assertThat(Answers.in(trial.reply())).isEqualTo(expected);
    assertThat(trial.toldReasoning()).isEqualTo(recording.facts().getOrDefault("reasoning", ""));
    assertThat(trial.toldAnswer()).isEqualTo(textOf(trial));
  }

  @ParameterizedTest
  @MethodSource("all")
  void streamCutAnywhereIsNeverComplete(Recording recording) {
    byte[] bytes = recording.bytes();
    StreamTrial whole = StreamTrial.of(recording);
    whole.feed(bytes);
    whole.ends();
    int mark = recording.facts().containsKey("expect") ? bytes.length + 1 : recording.untilMark();
    int finish = recording.untilFinish();

    for (int cut = 0; cut < Math.min(mark, bytes.length); cut++) {
      boolean finished = cut >= finish;
      check(fed(recording, cut).ends(), whole, finished, recording + " cut at " + cut);
      check(fed(recording, cut).breaks(), whole, finished, recording + " broken at " + cut);
    }
  }

  private static StreamTrial fed(Recording recording, int bytes) {
    StreamTrial trial = StreamTrial.of(recording);
    trial.feed(recording.bytes(), 0, bytes);
    return trial;
  }

  private static void check(StreamTrial trial, StreamTrial whole, boolean finished, String at) {
    Reply reply = trial.reply();
    boolean answered = reply.answer().isPresent();
    boolean complete = answered && reply.completeness() == Answered.Completeness.COMPLETE;
    boolean holds =
        !complete
            && (finished || !answered)
            && textOf(trial).equals(trial.toldAnswer())
            && whole.toldAnswer().startsWith(trial.toldAnswer())
            && whole.toldReasoning().startsWith(trial.toldReasoning())
            && trial.settles() == 1;
    if (!holds) {
      throw new AssertionError(at + ": " + Answers.in(reply) + ", told " + trial.log);
    }
  }

  @ParameterizedTest
  @MethodSource("shortOnes")
  void shortStreamMayBeSplitAtAnyTwoPlaces(Recording recording) {
    int size = recording.bytes().length;
    var whole = split(recording, 0, 0);

    for (int one = 1; one < size; one += LONG ? 1 : 29) {
      for (int two = one; two < size; two++) {
        checkSplit(recording, one, two, whole);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("longOnes")
  void longStreamMayBeSplitAtNearPlaces(Recording recording) {
    int size = recording.bytes().length;
    var whole = split(recording, 0, 0);

    int step = LONG ? 1 : 61;
    for (int one = 1; one < size; one += step) {
      for (int two = one; two <= Math.min(one + NEAR, size); two++) {
        checkSplit(recording, one, two, whole);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("longOnes")
  void longStreamMayBeSplitAnywhere(Recording recording) {
    var random = new Random(recording.name().hashCode());
    int size = recording.bytes().length;
    var whole = split(recording, 0, 0);

    for (int pair = 0; pair < (LONG ? 10_000 : 200); pair++) {
      int one = random.nextInt(size);
      checkSplit(recording, one, one + random.nextInt(size - one), whole);
    }
  }

  private static void checkSplit(Recording recording, int one, int two, List<Object> whole) {
    var says = split(recording, one, two);
    if (!says.equals(whole)) {
      assertThat(says).as(recording + " split at " + one + " and " + two).isEqualTo(whole);
    }
  }

  private static List<Object> split(Recording recording, int one, int two) {
    byte[] bytes = recording.bytes();
    StreamTrial trial = StreamTrial.of(recording);
    trial.feed(bytes, 0, one);
    trial.feed(bytes, one, two);
    trial.feed(bytes, two, bytes.length);
    trial.ends();
    return List.of(trial.outcome(), trial.log);
  }

  private static String textOf(StreamTrial trial) {
    return trial.reply().answer().orElseGet(() -> trial.reply().partialText());
  }

  private static List<Object> outcome(Recording recording, String plain) {
    StreamTrial trial = new StreamTrial(recording.dialect(), "application/json");
    trial.feed(plain);
    return trial.ends().outcome();
  }
}
