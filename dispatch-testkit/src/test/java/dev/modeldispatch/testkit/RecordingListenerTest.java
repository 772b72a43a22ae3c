package dev.modeldispatch.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.BatchRequest;
import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import org.junit.jupiter.api.Test;

class RecordingListenerTest {
  private final RecordingListener heard = new RecordingListener();

  RecordingListenerTest() {
    var models = new ScriptedDispatcher();
    models.target("a/1").streams("The canary is blue.");
    models.target("b/2").fails(FailureKind.OVERLOADED);
    var request =
        BatchRequest.builder(ModelTarget.list("a/1", "b/2", "a/1"), Prompt.of("Hi"))
            .listener(heard)
            .build();
    models.batch().dispatch(request);
  }

  @Test
  void eventsAreFilteredByWhereTheyHappened() {
    var all = heard.heard();

    assertThat(all.count()).isEqualTo(14);
    assertThat(all.of(1).names()).containsExactly("AttemptStarted", "Settled");
    assertThat(all.target("b/2")).isEqualTo(all.of(1));
    assertThat(all.target("a/1").count()).isEqualTo(12);
  }

  @Test
  void eventsAreFilteredByWhatTheyAre() {
    var first = heard.heard().of(0);

    assertThat(first.text()).isEqualTo("The canary is blue.");
    assertThat(first.of(DispatchEvent.Text.class).count()).isEqualTo(4);
    assertThat(first.before(DispatchEvent.Text.class).names()).containsExactly("AttemptStarted");
    assertThat(first.where(one -> one.slot() > 0).all()).isEmpty();
  }

  @Test
  void theirStringHoldsNoAnswer() {
    assertThat(heard.heard().of(0).toString()).contains("a/1").doesNotContain("canary");
  }
}
