package dev.modeldispatch.core.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.core.fleet.SessionServer.Ability;
import dev.modeldispatch.core.fleet.SessionServer.Opening;
import dev.modeldispatch.core.fleet.SessionState.Status;
import dev.modeldispatch.core.fleet.TaskDispatch.Event;
import dev.modeldispatch.core.fleet.TaskReport.Outcome;
import dev.modeldispatch.core.workspace.Repo;
import dev.modeldispatch.core.workspace.ReviewRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskDispatchTest {
  @TempDir Path folder;
  private Repo repo;
  private FleetRig rig;
  private final List<String> events = new ArrayList<>();
  private final Map<String, Agent> agents = new LinkedHashMap<>();

  /** What the agent of one task does in its folder. */
  private interface Agent {
    Status work(Path folder) throws IOException;
  }

  @BeforeEach
  void open() throws IOException {
    repo = Repo.in(folder);
    rig = new FleetRig(repo.root);
    rig.server.worker = (opening, turn) -> work(opening);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private Status work(Opening opening) throws IOException {
    String task = opening.name().substring(0, opening.name().indexOf(':'));
    Path where = opening.place().folder().orElseThrow();
    Agent agent = agents.get(task);
    return agent == null ? commit(where, task, "src/" + task) : agent.work(where);
  }

  private static Status commit(Path where, String task, String... files) throws IOException {
    for (String file : files) {
      Files.createDirectories(where.resolve(file).getParent());
      Files.writeString(where.resolve(file), "work of " + task + "\n");
      Repo.git(where, "add", "--", file);
    }
    Repo.git(where, "commit", "-q", "-m", task + ": done", "--");
    return Status.READY;
  }

  private TaskDispatch.Builder dispatch() {
    return TaskDispatch.builder(rig.fleet, repo.open())
        .place(".")
        .listener(event -> events.add(event.toString()));
  }

  private TaskReport.Entry entry(TaskReport report, String task) {
    return report.tasks().stream().filter(e -> e.task().equals(task)).findFirst().orElseThrow();
  }

  private void rewrite(String task, String json) throws IOException {
    repo.write(".project/tasks/" + task + ".json", json);
  }

  @Test
  void eachTaskIsDoneReviewedAndMakesWayForTheNext() throws IOException {
    repo.task("A", "ready").task("B", "ready").task("C", "blocked", "A", "B");

    TaskReport report = dispatch().build().run();

    assertThat(report.isComplete()).isTrue();
    assertThat(report.tasks()).extracting(TaskReport.Entry::task).containsExactly("A", "B", "C");
    assertThat(entry(report, "C").changes()).containsExactly("A src/C");
    assertThat(entry(report, "A").reason()).isEqualTo("1 commit on main");
    assertThat(repo.status("C")).isEqualTo("completed");
    assertThat(repo.git("log", "--format=%s")).isEqualTo("C: done\nB: done\nA: done\nstart");
    assertThat(events)
        .containsSubsequence(
            "A completed: 1 commit on main",
            "C started: in " + repo.root + ", nobody else is there",
            "C completed: 1 commit on main");
    assertThat(rig.server.sessions.values()).allMatch(s -> s.status == Status.STOPPED);
  }

  @Test
  void thePromptIsMadeFromTheTasksFile() throws IOException {
    repo.task("A", "ready").task("B", "blocked", "A");
    rewrite(
        "B",
        """
        {"id": "B", "title": "Share the factories", "phase_id": "p1", "type": "testing",
         "description": "Tests build what they need by hand.", "acceptance_criteria": ["No test calls new."],
         "context": {"background": "See A."}, "verification": ["mvn test"], "status": "blocked",
         "scope": {"primary_files": ["src/B"], "related_files": ["src/App.java"]},
         "dependencies": {"blocked_by": ["A"]}}
        """);

    dispatch().build().run();

    var session = rig.server.session("s2");
    assertThat(session.opening.model())
        .contains(ModelTarget.parse("bailian-coding-plan/qwen3-coder-plus"));
    assertThat(session.opening.thinking()).contains(SessionOrder.Thinking.LOW);
    assertThat(session.turns.get(0).text())
        .isEqualTo(
            """
            ## Identity

            You do task B (testing), phase p1: Share the factories
            You work in ..

            ## Context

            Tests build what they need by hand.

            background: See A.

            Done before you, and there to be used:
            - A  (src/A)

            Read, but do not change:
            - src/App.java

            ## Scope

            It is done when:
            - No test calls new.

            ## Process

            Work alone, from start to end; nobody answers questions.
            1. Read what you need; what is described above is there, do not build it again.
            2. Make the change, in your own files alone.
            3. Run the verification, and mend what it finds in your files.
            4. Commit your files by name: git add -- FILE..., then git commit -- FILE...
            Others may commit beside you: never use git add -A, stash, reset, checkout, rebase or push.

            ## Commit message

            B: Share the factories

            ## Verification

            - mvn test

            ## Boundary

            You own these files, new or existing:
            - src/B

            IMPORTANT: Do NOT touch files outside this list. Other agents are editing other files in parallel.""");
  }

  @Test
  void whoWritesOutsideIsNamedWithTheFileAndHoldsItsDependentsAlone() throws IOException {
    repo.task("A", "ready").task("B", "ready").task("C", "blocked", "A").task("D", "blocked", "B");
    agents.put("A", where -> commit(where, "A", "src/A", "src/App.java"));

    TaskReport report = dispatch().build().run();

    assertThat(entry(report, "A").outcome()).isEqualTo(Outcome.FAILED);
    assertThat(entry(report, "A").outside()).containsExactly("src/App.java");
    assertThat(entry(report, "A").reason())
        .isEqualTo(
            "wrote outside of its files: src/App.java; it stays in progress until somebody has"
                + " looked at it");
    assertThat(entry(report, "C").outcome()).isEqualTo(Outcome.HELD);
    assertThat(entry(report, "D").outcome()).isEqualTo(Outcome.COMPLETED);
    assertThat(repo.status("A")).isEqualTo("in_progress");
    assertThat(report.isComplete()).isFalse();
  }

  @Test
  void whatASessionsToolsWroteOutsideIsItsOwnDoingCommittedOrNot() throws IOException {
    repo.task("A", "ready").task("B", "ready");
    agents.put(
        "A",
        where -> {
          Files.writeString(where.resolve("src/App.java"), "changed");
          return commit(where, "A", "src/A");
        });
    rig.server.writes.put("s1", List.of(repo.root.resolve("src/App.java").toString(), "src/A"));

    TaskReport report = dispatch().build().run();

    assertThat(entry(report, "A").outside()).containsExactly("src/App.java");
    assertThat(entry(report, "B").outcome()).isEqualTo(Outcome.COMPLETED);
    assertThat(report.strays()).containsExactly("src/App.java");
  }

  @Test
  void whatIsNobodysIsNamedAsSuch() throws IOException {
    repo.task("A", "ready");
    agents.put(
        "A",
        where -> {
          Files.writeString(where.resolve("stray.txt"), "x");
          return commit(where, "A", "src/A");
        });

    TaskReport report = dispatch().build().run();

    assertThat(entry(report, "A").outcome()).isEqualTo(Outcome.COMPLETED);
    assertThat(report.strays()).containsExactly("stray.txt");
    assertThat(report.isComplete()).isFalse();
  }

  @Test
  void whatWasThereBeforeIsNoStray() throws IOException {
    repo.task("A", "ready");
    repo.write("notes.txt", "mine");

    assertThat(dispatch().build().run().isComplete()).isTrue();
  }

  @Test
  void aTaskWithoutACommitHasFailedAndCanBeStartedAgain() throws IOException {
    repo.task("A", "ready");
    agents.put("A", where -> Status.READY);

    TaskReport report = dispatch().build().run();

    assertThat(entry(report, "A").reason()).isEqualTo("ended without a commit");
    assertThat(repo.status("A")).isEqualTo("ready");
    agents.clear();
    assertThat(dispatch().build().run().isComplete()).isTrue();
  }

  @Test
  void aTaskThatLeavesItsFilesUncommittedHasFailed() throws IOException {
    repo.task("A", "ready");
    agents.put(
        "A",
        where -> {
          Files.writeString(where.resolve("src/A"), "x");
          return Status.READY;
        });

    TaskReport report = dispatch().build().run();

    assertThat(entry(report, "A").reason())
        .isEqualTo("did not commit src/A; it stays in progress until somebody has looked at it");
    assertThat(repo.status("A")).isEqualTo("in_progress");
  }

  @Test
  void aSessionThatEndsByAnErrorHasFailed() throws IOException {
    repo.task("A", "ready");
    agents.put("A", where -> Status.ERROR);

    assertThat(entry(dispatch().build().run(), "A").reason())
        .isEqualTo("unknown: its session ended as error.");
  }

  @Test
  void aSessionThatCannotBeLaunchedFailsItsTaskAlone() throws IOException {
    repo.task("A", "ready").task("B", "ready");
    rig.server.fails("create", FailureKind.OVERLOADED);

    TaskReport report = dispatch().build().run();

    assertThat(entry(report, "A").reason()).isEqualTo("overloaded: create failed.");
    assertThat(entry(report, "B").outcome()).isEqualTo(Outcome.COMPLETED);
    assertThat(repo.status("A")).isEqualTo("ready");
  }

  @Test
  void allThatIsWrongIsToldBeforeAnythingIsLaunched() throws IOException {
    repo.task("A", "ready").task("B", "blocked", "A");
    rewrite(
        "B",
        """
        {"id": "B", "title": "b", "status": "blocked", "todo": "TODO-gone",
         "scope": {"primary_files": ["../other/B"]}, "dependencies": {"blocked_by": ["A"]}}
        """);
    rig.server.unknownModels.add(ModelTarget.of("no", "body"));

    assertThatExceptionOfType(SessionException.class)
        .isThrownBy(() -> dispatch().model(ModelTarget.of("no", "body")).build().run())
        .satisfies(
            e ->
                assertThat(e.problems())
                    .satisfiesExactly(
                        p -> assertThat(p).isEqualTo("A:: nobody knows no/body."),
                        p -> assertThat(p).isEqualTo("B: b: nobody knows no/body."),
                        p -> assertThat(p).startsWith("B: b: todo TODO-gone: there is no file"),
                        p ->
                            assertThat(p)
                                .isEqualTo(
                                    "B: b: boundary '../other/B' is outside of the workspace")));
    assertThat(rig.server.sessions).isEmpty();
    assertThat(repo.status("A")).isEqualTo("ready");
  }

  private void overlapping() throws IOException {
    repo.task("A", "ready").task("B", "ready");
    rewrite(
        "B",
        """
        {"id": "B", "title": "b", "status": "ready", "scope": {"primary_files": ["src/A", "src/B"]},
         "dependencies": {"blocked_by": []}}
        """);
    // A rests only when B has begun, so both are there at once.
    agents.put("A", where -> commit(where, "A", "src/A"));
    agents.put("B", where -> commit(where, "B", "src/B"));
  }

  @Test
  void whoseFilesOverlapWorksInATreeOfItsOwn() throws IOException {
    overlapping();

    TaskReport report = dispatch().build().run();

    TaskReport.Entry b = entry(report, "B");
    assertThat(b.outcome()).isEqualTo(Outcome.TO_MERGE);
    assertThat(b.folder()).contains(repo.tree("B"));
    assertThat(b.why()).isEqualTo("beside A: both write [src/A]");
    assertThat(b.changes()).containsExactly("A src/B");
    assertThat(repo.status("B")).isEqualTo("in_progress");
  }

  @Test
  void itIsMergedIfThatIsWanted() throws IOException {
    overlapping();

    TaskReport report = dispatch().merging().build().run();

    assertThat(entry(report, "B").outcome()).isEqualTo(Outcome.COMPLETED);
    assertThat(repo.root.resolve("src/B")).exists();
    assertThat(report.strays()).isEmpty();
  }

  @Test
  void aMergeThatDoesNotGoThroughIsTakenBack() throws IOException {
    overlapping();
    agents.put(
        "B",
        where -> {
          Repo.git(where, "reset", "-q", "--hard", "HEAD~1"); // as if A had not been there yet
          return commit(where, "B", "src/A");
        });

    TaskReport report = dispatch().merging().build().run();

    assertThat(entry(report, "B").outcome()).isEqualTo(Outcome.TO_MERGE);
    assertThat(entry(report, "B").reason())
        .contains("does not merge into main")
        .endsWith("taken back");
    assertThat(repo.read("src/A")).isEqualTo("work of A\n");
    assertThat(repo.git("status", "--porcelain")).isEmpty();
  }

  @Test
  void whereFoldersCannotBeOpenedTheLaterWaits() throws IOException {
    overlapping();
    rig.server.abilities.remove(Ability.OPEN_FOLDERS);

    TaskReport report = dispatch().build().run();

    assertThat(report.isComplete()).isTrue();
    assertThat(events).contains("B waits: beside A: both write [src/A]");
    assertThat(events.indexOf("A completed: 1 commit on main"))
        .isLessThan(events.indexOf("B started: in " + repo.root + ", nobody else is there"));
  }

  @Test
  void noMoreWorkAtOnceThanThereAreWorkers() throws IOException {
    repo.task("A", "ready").task("B", "ready");

    dispatch().workers(1).build().run();

    assertThat(events)
        .containsSubsequence(
            "A completed: 1 commit on main",
            "B started: in " + repo.root + ", nobody else is there");
  }

  private void phases() throws IOException {
    repo.task("A", "ready").task("B", "ready").task("C", "ready");
    for (String task : List.of("A", "B", "C")) {
      rewrite(
          task,
          """
          {"id": "%s", "title": "t", "status": "ready", "phase_id": "%s", "todo": "TODO-%s",
           "scope": {"primary_files": ["src/%s"]}, "dependencies": {"blocked_by": []}}
          """
              .formatted(task, task.equals("C") ? "phase-2" : "phase-1", task, task));
    }
    repo.write(
        ".pi/todos/TODO-A.md",
        "{\n  \"id\": \"TODO-A\",\n  \"status\": \"open\"\n}\n\nstatus: open\n");
    repo.write(".pi/todos/TODO-B.md", "---\ntitle: b\nstatus: open\n---\nDo b.\n");
    repo.write(".pi/todos/TODO-C.md", "{\"status\":\"open\",\"tags\":[]}\nc\n");
    repo.git("add", "-A");
    repo.git("commit", "-q", "-m", "todos");
  }

  @Test
  void aReviewedPhaseClosesItsTodosAndOpensTheNext() throws IOException {
    phases();

    TaskReport report = dispatch().phased().build().run();

    assertThat(report.tasks())
        .extracting(TaskReport.Entry::outcome)
        .containsOnly(Outcome.COMPLETED);
    assertThat(report.phases())
        .extracting(TaskReport.Phase::name, TaskReport.Phase::isComplete)
        .containsExactly(tuple("phase-1", true), tuple("phase-2", true));
    assertThat(repo.read(".pi/todos/TODO-A.md"))
        .isEqualTo("{\n  \"id\": \"TODO-A\",\n  \"status\": \"closed\"\n}\n\nstatus: open\n");
    assertThat(repo.read(".pi/todos/TODO-B.md"))
        .isEqualTo("---\ntitle: b\nstatus: closed\n---\nDo b.\n");
    assertThat(repo.read(".pi/todos/TODO-C.md"))
        .isEqualTo("{\"status\":\"closed\",\"tags\":[]}\nc\n");
    assertThat(events)
        .containsSubsequence(
            "B completed: 1 commit on main",
            "phase-1 phase: complete and reviewed",
            "C started: in " + repo.root + ", nobody else is there");
  }

  @Test
  void aFailedPhaseLeavesItsTodosOpenAndHoldsTheNext() throws IOException {
    phases();
    agents.put("B", where -> Status.ERROR);

    TaskReport report = dispatch().phased().build().run();

    assertThat(entry(report, "C").outcome()).isEqualTo(Outcome.HELD);
    assertThat(entry(report, "C").reason())
        .isEqualTo("the phase before is not complete and reviewed");
    assertThat(report.phases().get(0).problems()).containsExactly("B is failed");
    assertThat(repo.read(".pi/todos/TODO-A.md")).contains("\"status\": \"open\"");
  }

  @Test
  void aPhaseWhoseTestFailsIsNotComplete() throws IOException {
    phases();
    var rules = ReviewRules.none().testing("sh", "-c", "echo broken; test ! -e src/A");

    TaskReport report = dispatch().phased().review(rules).build().run();

    assertThat(report.phases().get(0).problems()).containsExactly("the test ended with 1: broken");
    assertThat(entry(report, "C").outcome()).isEqualTo(Outcome.HELD);
    assertThat(repo.read(".pi/todos/TODO-A.md")).contains("\"status\": \"open\"");
  }

  @Test
  void anInterruptStopsTheSessionsAndEndsTheRun() throws IOException {
    repo.task("A", "ready").task("B", "blocked", "A");
    agents.put(
        "A",
        where -> {
          Thread.currentThread().interrupt();
          return Status.BUSY;
        });

    TaskReport report = dispatch().build().run();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(entry(report, "A").reason()).isEqualTo("cancelled: the run was interrupted.");
    assertThat(entry(report, "B").outcome()).isEqualTo(Outcome.HELD);
    assertThat(rig.server.session("s1").status).isEqualTo(Status.STOPPED);
    assertThat(repo.status("A")).isEqualTo("ready");
  }

  @Test
  void aLaunchThatIsUnderWayAtAnInterruptIsUndone() throws IOException {
    repo.task("A", "ready");
    rig.server.fails("prompt", FailureKind.CONNECTION_LOST);
    var dispatch =
        dispatch()
            .listener(
                event -> {
                  if (event.kind() == Event.Kind.STARTED) {
                    Thread.currentThread().interrupt();
                  }
                })
            .build();

    TaskReport report = dispatch.run();
    assertThat(Thread.interrupted()).isTrue();
    rig.time.advance(Duration.ofSeconds(1));

    assertThat(entry(report, "A").outcome()).isEqualTo(Outcome.FAILED);
    assertThat(rig.server.sessions).isEmpty();
  }

  @Test
  void aRunThatBreaksLeavesNoSessionAtWork() throws IOException {
    repo.task("A", "ready").task("B", "ready");
    agents.put("A", where -> Status.BUSY);
    agents.put(
        "B",
        where -> {
          Files.writeString(repo.root.resolve(".project/task-index.json"), "{");
          return Status.READY;
        });

    assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> dispatch().build().run());
    assertThat(rig.server.sessions.values()).allMatch(s -> s.status == Status.STOPPED);
  }

  @Test
  void theReportTellsWhoWorkedWhereOnWhat() throws IOException {
    overlapping();

    TaskReport report = dispatch().build().run();

    assertThat(report.text())
        .contains("A          completed")
        .contains("  session  s1 by anthropic/claude-sonnet-4-20250514, 0.0 s")
        .contains("  in       " + repo.tree("B") + " (beside A: both write [src/A])")
        .contains("  changed  A src/B")
        .endsWith("1 completed, 1 to_merge in 0.0 s\n");
    assertThat(report.mermaid())
        .startsWith("flowchart LR\n  subgraph p0[")
        .contains("t0[\"A \"]", "t0 --> t0f0[\"A src/A\"]", "subgraph p1[");
  }

  @Test
  void eventsSayWhatHappened() {
    assertThat(new Event(Event.Kind.STARTED, "A", "in x")).hasToString("A started: in x");
    assertThat(new Event(Event.Kind.PHASE, "p", "")).hasToString("p phase");
  }
}
