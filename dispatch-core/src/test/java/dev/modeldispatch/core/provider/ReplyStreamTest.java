package dev.modeldispatch.core.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class ReplyStreamTest {
  private static final String TEXT =
      "data: {\"choices\":[{\"delta\":{\"content\":\"Blue.\"}}]}\n\n";
  private static final String STOP =
      "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
  private static final Duration TOO_LONG = ReplyStream.MARK_WITHIN;
  private static final Duration NEARLY = TOO_LONG.minusMillis(1);

  private final StreamTrial trial = new StreamTrial(OpenAiDialect.OPENAI, "text/event-stream");

  @Test
  void endMarkIsNotWaitedForForEver() {
    trial.feed(TEXT + STOP);

    trial.time.advance(NEARLY);
    assertThat(trial.isSettled()).isFalse();
    trial.time.advance(Duration.ofMillis(1));

    assertThat(Answers.in(trial.reply())).isEqualTo("UNVERIFIED 'Blue.'");
    assertThat(trial.log).endsWith("broke");
  }

  @Test
  void everyPieceRenewsTheWait() {
    trial.feed(TEXT + STOP);
    trial.time.advance(NEARLY);
    trial.feed(": still there\n\n");
    trial.time.advance(NEARLY);
    trial.feed("data: [DONE]\n\n");
    trial.time.advance(TOO_LONG);

    assertThat(Answers.in(trial.reply())).isEqualTo("COMPLETE 'Blue.'");
    assertThat(trial.settles()).isEqualTo(1);
  }

  @Test
  void unreadSocketIsNotWaitedFor() {
    trial.holdsReading = true;
    trial.feed(TEXT + STOP);
    trial.time.advance(TOO_LONG);
    assertThat(trial.isSettled()).isFalse();

    trial.readOn();
    trial.time.advance(NEARLY);
    trial.feed("data: [DONE]\n\n");

    assertThat(Answers.in(trial.reply())).isEqualTo("COMPLETE 'Blue.'");
  }

  @Test
  void answerThatGoesOnIsNotWaitedFor() {
    trial.feed(TEXT);

    trial.time.advance(TOO_LONG);

    assertThat(trial.isSettled()).isFalse();
  }

  @Test
  void endLeavesNoTimer() {
    trial.feed(TEXT + STOP);
    trial.ends();

    assertThat(trial.time.pendingTasks()).isZero();
  }

  @RepeatedTest(200)
  void breakAmongPiecesLeavesWhatWasToldAndNoMore() throws Exception {
    var barrier = new CyclicBarrier(2);
    var breaker =
        new Thread(
            () -> {
              await(barrier);
              trial.breaks();
            });
    breaker.start();

    await(barrier);
    for (int i = 0; i < 50; i++) {
      trial.feed(TEXT);
    }
    breaker.join();

    assertThat(trial.settles()).isEqualTo(1);
    assertThat(trial.reply().partialText()).isEqualTo(trial.toldAnswer());
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
