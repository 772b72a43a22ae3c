package dev.modeldispatch.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.internal.JsonTrouble;
import dev.modeldispatch.core.internal.OneLine;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PictureTest {
  private static final List<String> HOSTILE =
      List.of(
          "\"]; click t0 \"javascript:x\"",
          "\n  t0 --> t1",
          "%%{init: {}}%%",
          "`**x**`",
          "#quot;",
          "\\\"; a -> b; \\",
          "\u001b[2J",
          "\u202e",
          "\u2028",
          "\r\n",
          "\0",
          "<b>&amp;</b>",
          "\ud800",
          "\udb40\udc41",
          ":done, t9, 2001-01-01",
          "section x",
          "title x",
          "\t",
          "\u009b",
          "é😀");
  private final PlanText text = PlanText.original();

  private static Plan scorers() {
    return Plan.builder(
            TaskGraph.of(
                List.of(
                    Task.builder("FND-001").title("Base").status(Task.Status.COMPLETED).build(),
                    Task.builder("FND-002").hours(2).status(Task.Status.IN_PROGRESS).build(),
                    Task.builder("SCR-001")
                        .title("A \"b\" #1")
                        .hours(4)
                        .blockedBy("FND-001")
                        .build(),
                    Task.builder("SCR-002").title("B").hours(3).blockedBy("FND-001").build(),
                    Task.builder("RUN-001")
                        .title("Run")
                        .hours(5)
                        .blockedBy("SCR-001", "SCR-002", "FND-002")
                        .build())))
        .workers(2)
        .build();
  }

  @Test
  void picturesAndJsonReadAsAgreed() throws IOException {
    assertThat(text.mermaid(scorers())).isEqualTo(PlanTextTest.golden("graph.mmd"));
    assertThat(text.dot(scorers())).isEqualTo(PlanTextTest.golden("graph.dot"));
    assertThat(text.gantt(scorers())).isEqualTo(PlanTextTest.golden("schedule.mmd"));
    assertThat(text.json(scorers()) + "\n").isEqualTo(PlanTextTest.golden("plan.json"));
  }

  @Test
  void noTitleBreaksOutOfItsLabel() throws JsonTrouble {
    var random = new Random(3);
    for (int i = 0; i < 100; i++) {
      String title = title(random);
      Plan plan = hostile(title);

      assertThat(text.mermaid(plan).lines().filter(line -> line.contains("[")))
          .as(title)
          .allMatch(Pattern.compile("  t\\d\\[\"[^\"`%{}<>&\\\\]*\"]:::\\w+").asMatchPredicate());
      assertThat(text.dot(plan).lines().filter(line -> line.contains("label=")))
          .as(title)
          .allMatch(
              Pattern.compile("  t\\d \\[label=\"(?:[^\"\\\\]|\\\\\\\\|\\\\\")*\", class=.*];")
                  .asMatchPredicate());
      assertThat(text.gantt(plan).lines().skip(4).filter(line -> !line.contains("section Worker")))
          .as(title)
          .allMatch(
              Pattern.compile("  Task [^:%{}\"`]* :(?:active, |crit, )*t\\d, [0-9 :-]+, [0-9 :-]+")
                  .asMatchPredicate());
      JsonNode json = Json.parse(text.json(plan));
      assertThat(json.path("groups").path(0).path("tasks").path(0).path("title").textValue())
          .isEqualTo(OneLine.of(title));
    }
  }

  @Test
  void noControlCharacterComesOut() {
    var random = new Random(4);
    for (int i = 0; i < 100; i++) {
      String title = title(random);
      Plan plan = hostile(title);
      var batch = new Project.Batch("batch-001", List.of("A"));
      String status = text.status(BatchView.of(plan.graph(), batch, Map.of()));
      Project project =
          Project.of(
              ProjectFiles.of(
                  Map.of(
                      "task-index.json",
                      Json.object().put("tasks", title).toString(),
                      "tasks/" + title + ".json",
                      title)));

      for (String out :
          List.of(
              text.plan(plan),
              text.workers(plan),
              text.json(plan),
              text.mermaid(plan),
              text.dot(plan),
              text.gantt(plan),
              text.launch(List.of(new PlanText.Launch("A", title))),
              status,
              text.check(project))) {
        assertThat(out.codePoints().filter(c -> c != '\n').mapToObj(Character::getType))
            .as(title)
            .doesNotContain(
                (int) Character.CONTROL,
                (int) Character.FORMAT,
                (int) Character.LINE_SEPARATOR,
                (int) Character.PARAGRAPH_SEPARATOR,
                (int) Character.SURROGATE);
      }
      assertThat(text.plan(plan).lines()).hasSize(text.plan(hostile("x")).lines().toList().size());
    }
  }

  private static Plan hostile(String title) {
    var a = Task.builder("A").title(title).phase(title).scope(Task.Scope.of(title, "a"));
    var b = Task.builder("B").title(title).phase(title).scope(Task.Scope.of("**"));
    var c = Task.builder("C").title(title).blockedBy("A");
    return Plan.builder(TaskGraph.of(List.of(a.build(), b.build(), c.build())))
        .currentPhase(title)
        .groups(List.of(new Plan.Group(title, List.of("A", "B"))))
        .build();
  }

  private static String title(Random random) {
    var title = new StringBuilder("x");
    for (int i = 0; i < 4; i++) {
      title.append(HOSTILE.get(random.nextInt(HOSTILE.size())));
    }
    return title.toString();
  }
}
