package dev.modeldispatch.core.panel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.core.panel.PanelRequest.Kind;
import dev.modeldispatch.testkit.ScriptedDispatcher;
import dev.modeldispatch.testkit.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Five members and a judge on virtual time. */
final class Fleet {
  static final List<ModelTarget> FIVE = ModelTarget.list("a/m", "b/m", "c/m", "d/m", "e/m");
  static final ModelTarget JUDGE = ModelTarget.parse("wise/judge");

  final VirtualTime time = new VirtualTime();
  final ScriptedDispatcher models = new ScriptedDispatcher(time);
  final Panel panel = Panel.over(models.batch(), time, Runnable::run);

  static PanelRequest.Builder request(Kind kind) {
    return PanelRequest.builder(kind, FIVE, JUDGE, Prompt.of("Is this lock safe?"));
  }

  /** Has each member say this, and the judge that. */
  Fleet saying(String judge, String... members) {
    for (int i = 0; i < members.length; i++) {
      models.target(FIVE.get(i)).answers(members[i]);
    }
    models.target(JUDGE).answers(judge);
    return this;
  }

  PanelResult ask(PanelRequest.Builder request) {
    return panel.ask(request.build());
  }

  /** Runs the panel while time passes second by second. */
  PanelResult askFor(PanelRequest.Builder request, int seconds) {
    CompletableFuture<PanelResult> result = panel.start(request.build());
    for (int i = 0; i < seconds && !result.isDone(); i++) {
      time.advance(Duration.ofSeconds(1));
    }
    assertThat(result).isDone();
    return result.join();
  }

  /** {@return the prompts that this target got} */
  List<String> asked(ModelTarget target) {
    return models.calls().stream()
        .filter(call -> call.target().equals(target))
        .map(call -> call.prompt().text())
        .toList();
  }
}
