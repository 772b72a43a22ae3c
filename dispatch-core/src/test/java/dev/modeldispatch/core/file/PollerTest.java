package dev.modeldispatch.core.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.DispatchListener;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Looking goes on whatever one look or one sweep throws. */
class PollerTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anAskThatThrowsKeepsNoOtherFromItsAnswer(boolean error) throws Exception {
    try (var rig = new Rig(folder)) {
      FileCase odd = rig.newCase("C1");
      Post post = Post.of(rig.files().desk(), odd);
      var first =
          rig.files()
              .start(
                  post,
                  FileDispatcher.AGENT,
                  FileDispatcher.standIn(odd),
                  FileAsk.Form.JSON,
                  DispatchListener.none());
      var second = rig.ask("C2");
      post.whenClaimed(
          () -> {
            if (error) {
              throw new AssertionError("a look's own mistake");
            }
            throw new IllegalStateException("a look's own mistake");
          });
      Claim.take(folder.resolve("C1"), rig.dispatchId("C1"), "somebody");
      rig.answer("C1", "1");
      rig.answer("C2", "2");

      rig.look();

      assertThat(first).isNotDone();
      assertThat(Rig.now(second).orElseThrow().text()).isEqualTo("2");
      rig.look();
      assertThat(Rig.now(first).orElseThrow().text()).isEqualTo("1");
    }
  }

  @Test
  void aSweepThatThrowsIsNotTheLast() {
    var breaks = new AtomicBoolean();
    try (var rig =
        new Rig(
            folder,
            (builder, time) ->
                builder.time(
                    () -> {
                      if (breaks.getAndSet(false)) {
                        throw new IllegalStateException("no time");
                      }
                      return time.instant();
                    },
                    time))) {
      var future = rig.ask("C1");
      rig.answer("C1", "1");
      breaks.set(true);

      rig.look();

      assertThat(breaks).isFalse();
      assertThat(future).isNotDone();
      rig.look();
      assertThat(Rig.now(future).orElseThrow().text()).isEqualTo("1");
    }
  }
}
