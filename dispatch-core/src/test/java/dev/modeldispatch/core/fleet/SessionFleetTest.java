package dev.modeldispatch.core.fleet;

import static dev.modeldispatch.core.fleet.FleetRig.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.core.fleet.SessionServer.Turn;
import dev.modeldispatch.core.fleet.SessionState.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionFleetTest {
  private FleetRig rig;

  @BeforeEach
  void open(@TempDir Path folder) {
    rig = new FleetRig(folder);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void aLaunchMakesTheSessionAndPromptsItOnce() {
    var order =
        rig.order("task-1")
            .model(ModelTarget.of("a", "b"))
            .thinking(SessionOrder.Thinking.HIGH)
            .boundary("src/A.java")
            .build();

    FleetSession session = rig.fleet.launch(order).join();

    var made = rig.server.session(session.id());
    assertThat(made.opening.name()).isEqualTo("task-1");
    assertThat(made.opening.model()).contains(ModelTarget.of("a", "b"));
    assertThat(made.opening.thinking()).contains(SessionOrder.Thinking.HIGH);
    assertThat(made.turns).hasSize(1);
    assertThat(made.turns.get(0).text())
        .startsWith("Do task-1.")
        .contains("- src/A.java")
        .endsWith(
            "IMPORTANT: Do NOT touch files outside this list. Other agents are editing other files"
                + " in parallel.");
    assertThat(session.launched().isPrompted()).isTrue();
    assertThat(session.launched().promptChars()).isEqualTo(made.turns.get(0).text().length());
    assertThat(rig.fleet.working()).containsExactly(session);
  }

  @Test
  void todosAndContextFilesBelongToThePrompt() {
    rig.file(".pi/todos/TODO-aaaa.md", "\n  Share the factories.  \n");
    rig.file("docs/why.md", "Because of the tests.");
    var order = rig.order("t").todo("TODO-aaaa").contextFile("docs/why.md").build();

    FleetSession session = rig.fleet.launch(order).join();

    assertThat(rig.server.session(session.id()).turns.get(0).text())
        .isEqualTo(
            """
            Do t.

            ## Todo TODO-aaaa

            Share the factories.

            ## File docs/why.md

            Because of the tests.""");
  }

  @Test
  void withoutAPromptTheSessionWaitsForOne() {
    FleetSession session = rig.fleet.launch(SessionOrder.in(".").name("idle").build()).join();

    assertThat(session.launched().isPrompted()).isFalse();
    assertThat(rig.server.asked("prompt")).isEmpty();
    assertThat(session.turn()).isCompletedWithValueMatching(s -> s.status() == Status.READY);
  }

  @Test
  void allThatIsWrongIsToldAndNothingIsLaunched() {
    rig.server.unknownModels.add(ModelTarget.of("no", "body"));
    rig.file("blank.md", "  \n ");
    rig.file("long.md", "x".repeat(80_001));
    var first =
        rig.order("first")
            .model(ModelTarget.of("no", "body"))
            .todo("TODO-gone")
            .contextFile("blank.md", "long.md", "gone.md")
            .boundary("../elsewhere/A.java", "/etc/passwd", "src/A.java")
            .build();
    var second = SessionOrder.in("nowhere").name("second").prompt("x").boundary("b").build();
    var third = rig.order("third").boundary("src").build();

    SessionException refusal = refusal(rig.fleet.launch(List.of(first, second, third)));

    assertThat(refusal.failure().kind()).isEqualTo(FailureKind.INVALID_REQUEST);
    assertThat(refusal.problems())
        .satisfiesExactly(
            p -> assertThat(p).isEqualTo("first: nobody knows no/body."),
            p -> assertThat(p).startsWith("first: todo TODO-gone: there is no file "),
            p -> assertThat(p).isEqualTo("first: context file 'blank.md': it is blank"),
            p ->
                assertThat(p)
                    .isEqualTo(
                        "first: context file 'long.md': it is above 80000 characters; name a"
                            + " smaller one"),
            p -> assertThat(p).startsWith("first: context file 'gone.md': there is no file "),
            p ->
                assertThat(p)
                    .isEqualTo("first: boundary '../elsewhere/A.java' is outside of the workspace"),
            p ->
                assertThat(p)
                    .isEqualTo("first: boundary '/etc/passwd' is outside of the workspace"),
            p -> assertThat(p).isEqualTo("second: there is no workspace nowhere. There are: ."),
            p ->
                assertThat(p)
                    .isEqualTo(
                        "'first' and 'third' may both write src/A.java; give them disjoint files, a"
                            + " work tree each, or one after the other"));
    assertThat(refusal).hasMessageContaining("TODO-gone").hasMessageContaining("src/A.java");
    assertThat(rig.server.asked("create")).isEmpty();
    assertThat(rig.fleet.launch(third)).isCompleted();
  }

  @Test
  void aTodoThatLeadsOutOfTheWorkspaceIsNotRead(@TempDir Path other) throws IOException {
    Path secret = Files.writeString(other.resolve("key.md"), "secret");
    Files.createDirectories(rig.folder.resolve(".pi/todos"));
    Files.createSymbolicLink(rig.folder.resolve(".pi/todos/TODO-x.md"), secret);

    SessionException refusal = refusal(rig.fleet.launch(rig.order("t").todo("TODO-x").build()));

    assertThat(refusal.problems()).containsExactly("t: todo TODO-x: it leads out of the workspace");
  }

  @Test
  void aBoundaryThroughALinkIsWhereTheLinkLeads(@TempDir Path other) throws IOException {
    Files.createSymbolicLink(rig.folder.resolve("out"), other);

    SessionException refusal =
        refusal(rig.fleet.launch(rig.order("t").boundary("out/A.java").build()));

    assertThat(refusal.problems())
        .containsExactly("t: boundary 'out/A.java' is outside of the workspace");
  }

  @Test
  void badNamesAreMisuse() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SessionOrder.in(" ").name("a\nb").todo("../x").contextFile(" ").build())
        .withMessageContaining("4 problems")
        .withMessageContaining("'../x' is no todo");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SessionOrder.Thinking.ofCode("much"))
        .withMessageContaining("off, minimal, low, medium, high, xhigh");
    assertThatIllegalArgumentException().isThrownBy(() -> new Turn("t", " "));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SessionFleet.builder().build())
        .withMessageContaining(".opencode(..)");
  }

  @Test
  void disjointSessionsWorkInOneWorkspaceAtOnce() {
    List<CompletableFuture<FleetSession>> both =
        rig.fleet
            .launch(
                List.of(
                    rig.order("a").boundary("src/a/**").build(),
                    rig.order("b").boundary("src/b", "new/B.java").build()))
            .join();

    assertThat(both).allSatisfy(session -> assertThat(session).isCompleted());
    assertThat(rig.fleet.working()).hasSize(2);
  }

  @Test
  void whereOneNamesNoFilesNobodyKnows() {
    SessionException refusal =
        refusal(
            rig.fleet.launch(
                List.of(rig.order("a").boundary("a").build(), rig.order("b").build())));

    assertThat(refusal.problems())
        .containsExactly(
            "'a' and 'b': nobody knows which files 'b' writes; give it a boundary, or a workspace"
                + " of its own");
  }

  @Test
  void aSessionHoldsItsFilesUntilItRests() {
    FleetSession first = rig.fleet.launch(rig.order("first").boundary("src").build()).join();
    var second = rig.order("second").boundary("src/A.java").build();

    assertThat(refusal(rig.fleet.launch(second)).problems())
        .singleElement()
        .asString()
        .startsWith("'first' and 'second' may both write src/A.java");

    rig.server.becomes(first.id(), Status.READY);
    FleetSession next = rig.fleet.launch(second).join();

    assertThat(refusal(first.prompt("Go on.")).problems())
        .singleElement()
        .asString()
        .startsWith("'second' and 'first' may both write src/A.java");
    rig.server.becomes(next.id(), Status.STOPPED);
    assertThat(first.prompt("Go on.")).isCompleted();
    assertThat(rig.server.session(first.id()).turns).hasSize(2);
  }

  @Test
  void whoIsStoppedGivesItsFilesBack() {
    FleetSession first = rig.fleet.launch(rig.order("first").boundary("src").build()).join();

    first.stop().join();

    assertThat(rig.fleet.launch(rig.order("second").boundary("src").build())).isCompleted();
  }

  @Test
  void aRefusedLaunchHoldsNothing() {
    rig.server.fails("create", FailureKind.OVERLOADED);
    var order = rig.order("a").boundary("src").build();

    SessionException full = refusal(rig.fleet.launch(order));

    assertThat(full.failure().kind()).isEqualTo(FailureKind.OVERLOADED);
    assertThat(rig.server.asked("create")).hasSize(1);
    assertThat(rig.fleet.launch(order)).isCompleted();
  }

  @Test
  void aSessionThatDoesNotTakeItsPromptIsNotLeftBehind() {
    rig.server.fails("prompt", FailureKind.AUTH_REJECTED);

    SessionException refusal = refusal(rig.fleet.launch(rig.order("a").build()));

    assertThat(refusal.failure().kind()).isEqualTo(FailureKind.AUTH_REJECTED);
    assertThat(rig.server.sessions).isEmpty();
    assertThat(rig.fleet.working()).isEmpty();
  }

  @Test
  void whatCannotBeTakenAwayIsNamed() {
    rig.server.fails("prompt", FailureKind.AUTH_REJECTED);
    rig.server.fails("remove", FailureKind.SERVER_ERROR);

    SessionException refusal = refusal(rig.fleet.launch(rig.order("a").build()));

    assertThat(refusal.failure().kind()).isEqualTo(FailureKind.AUTH_REJECTED);
    assertThat(refusal).hasMessageContaining("Session s1 may be left at the server.");
  }

  @Test
  void aPromptIsSentAgainAsTheSameTurn() {
    rig.server.fails("prompt", FailureKind.CONNECTION_LOST, FailureKind.UNREACHABLE);

    var launch = rig.fleet.launch(rig.order("a").build());
    assertThat(launch).isNotDone();
    rig.time.advance(Duration.ofMillis(200));
    assertThat(launch).isNotDone();
    rig.time.advance(Duration.ofMillis(400));

    assertThat(launch).isCompleted();
    assertThat(rig.server.asked("prompt")).hasSize(3);
    assertThat(rig.server.session("s1").turns).hasSize(1);
  }

  @Test
  void aFullServerIsNotPressed() {
    rig.server.fails("prompt", FailureKind.OVERLOADED);

    assertThat(refusal(rig.fleet.launch(rig.order("a").build())).failure().kind())
        .isEqualTo(FailureKind.OVERLOADED);
    assertThat(rig.server.asked("prompt")).hasSize(1);
  }

  @Test
  void aLaunchThatNobodyWaitsForIsUndone() {
    rig.server.fails("prompt", FailureKind.CONNECTION_LOST);
    var launch = rig.fleet.launch(rig.order("a").build());

    launch.cancel(true);
    rig.time.advance(Duration.ofSeconds(1));

    assertThat(rig.server.sessions).isEmpty();
    assertThat(rig.server.asked("remove")).hasSize(1);
  }

  @Test
  void allThatWorkAreStopped() {
    rig.fleet.launch(rig.order("a").boundary("a").build()).join();
    rig.fleet.launch(rig.order("b").boundary("b").build()).join();

    List<SessionState> ends = rig.fleet.stopAll().join();

    assertThat(ends).extracting(SessionState::status).containsOnly(Status.STOPPED).hasSize(2);
    assertThat(rig.fleet.working()).isEmpty();
  }

  @Test
  void textsStayOutOfStrings() {
    var order = rig.order("a").prompt("SECRET prompt").build();

    FleetSession session = rig.fleet.launch(order).join();

    assertThat(order + " " + session + rig.fleet + session.launched() + new Turn("t", "SECRET"))
        .doesNotContain("SECRET");
  }
}
