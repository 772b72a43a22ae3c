package dev.modeldispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchRequestTest {
  private static final List<ModelTarget> TWO = ModelTarget.list("openai/a", "openai/a");
  private static final Prompt PROMPT = Prompt.of("Compare");

  @Test
  void onePromptGoesToEveryTargetByDefaultWithoutBounds() {
    var request = BatchRequest.of(TWO, PROMPT);

    assertThat(request.targets()).isEqualTo(TWO);
    assertThat(request.prompts()).containsExactly(PROMPT, PROMPT);
    assertThat(request.completion()).hasToString("all()");
    assertThat(request.deadline()).isEmpty();
    assertThat(request.maxConcurrency()).isEmpty();
    assertThat(request.listener()).isEmpty();
  }

  @Test
  void eachTargetMayHaveItsOwnPrompt() {
    var prompts = List.of(PROMPT, Prompt.builder("Go on").session(Session.continued("s")).build());

    var request = BatchRequest.builder(TWO, prompts).build();

    assertThat(request.prompts()).isEqualTo(prompts);
  }

  @Test
  void whatIsSetIsKept() {
    BatchRequest.Listener listener = (slot, event) -> {};

    var request =
        BatchRequest.builder(TWO, PROMPT)
            .deadline(Duration.ofSeconds(5))
            .completion(Completion.firstAnswer())
            .maxConcurrency(1)
            .listener(listener)
            .build();

    assertThat(request.deadline()).contains(Duration.ofSeconds(5));
    assertThat(request.completion()).hasToString("firstAnswer()");
    assertThat(request.maxConcurrency()).hasValue(1);
    assertThat(request.listener()).containsSame(listener);
  }

  @Test
  void theTargetsAreCopied() {
    var targets = new ArrayList<>(TWO);
    var request = BatchRequest.of(targets, "Hi");

    targets.clear();

    assertThat(request.targets()).hasSize(2);
  }

  @Test
  void noTargetsAreRefused() {
    assertRefused(BatchRequest.builder(List.of(), PROMPT), "no targets; name at least one");
  }

  @Test
  void tooManyTargetsAreRefused() {
    var many = Collections.nCopies(100_001, TWO.get(0));

    assertRefused(BatchRequest.builder(many, PROMPT), "100001 targets; at most 100000");
  }

  @Test
  void promptsThatDoNotMatchTheTargetsAreRefused() {
    assertRefused(BatchRequest.builder(TWO, List.of(PROMPT)), "1 prompts for 2 targets");
    assertRefused(BatchRequest.builder(TWO, List.of()), "0 prompts for 2 targets");
  }

  @Test
  void aConditionAboveTheNumberOfTargetsIsRefused() {
    assertRefused(
        BatchRequest.builder(TWO, PROMPT).completion(Completion.answers(3)),
        "answers(3) needs more than the 2 targets there are");
    assertRefused(
        BatchRequest.builder(TWO, PROMPT).completion(Completion.distinctProviders(3)),
        "distinctProviders(3) needs more than the 2 targets");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S", "PT2147484S", "PT2562047788015215H"})
  void aDeadlineOutOfBoundsIsRefused(Duration deadline) {
    assertRefused(
        BatchRequest.builder(TWO, PROMPT).deadline(deadline),
        "deadline " + deadline + " must be above zero and at most");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void aConcurrencyBelowOneIsRefused(int dispatches) {
    assertRefused(
        BatchRequest.builder(TWO, PROMPT).maxConcurrency(dispatches),
        "maxConcurrency " + dispatches + " must be at least 1");
  }

  @Test
  void oneSharedPromptMustBeFresh() {
    var kept = Prompt.builder("Hi").session(Session.kept()).build();

    assertRefused(
        BatchRequest.builder(TWO, kept),
        "one prompt for all targets cannot have a Session[KEPT]; use Session.fresh()");
  }

  @Test
  void everythingThatIsWrongIsToldAtOnce() {
    var builder =
        BatchRequest.builder(TWO, List.of(PROMPT))
            .completion(Completion.answers(3))
            .deadline(Duration.ZERO)
            .maxConcurrency(0);

    assertThatIllegalArgumentException()
        .isThrownBy(builder::build)
        .withMessageStartingWith("batch: 4 problems: ");
  }

  @Test
  void toStringTellsNoText() {
    assertThat(BatchRequest.of(TWO, PROMPT)).hasToString("BatchRequest[2 targets, all()]");
  }

  private static void assertRefused(BatchRequest.Builder builder, String words) {
    assertThatIllegalArgumentException()
        .isThrownBy(builder::build)
        .withMessageStartingWith("batch: ")
        .withMessageContaining(words);
  }
}
