package dev.modeldispatch.core.opencode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelDirectory.Readiness;
import dev.modeldispatch.ModelDirectory.Verdict;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.core.ModelDispatch;
import dev.modeldispatch.testkit.server.FakeOpencodeServer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the directory says of a session server's providers. */
class OpencodeDirectoryTest {
  private static final List<ModelTarget> TARGETS =
      ModelTarget.list("fake/ok", "fake/nope", "lonely/x", "nobody/y");

  private final FakeOpencodeServer server = FakeOpencodeServer.start();
  private final ModelDispatch models = ModelDispatch.builder().opencode(server.baseUri()).build();

  @BeforeEach
  void script() {
    server.model("fake/ok").answers("fine");
    server.knows("lonely");
  }

  @AfterEach
  void close() {
    models.close();
    server.close();
  }

  @Test
  void eachTargetGetsItsVerdictInOrderWithAHint() {
    List<Verdict> verdicts = models.directory().preflight(TARGETS);

    assertThat(verdicts)
        .extracting(Verdict::readiness)
        .containsExactly(
            Readiness.READY, Readiness.NOT_READY, Readiness.NOT_READY, Readiness.NOT_READY);
    assertThat(verdicts.subList(1, 4))
        .allSatisfy(v -> assertThat(v.failure().orElseThrow().hint()).isNotEmpty());
    assertThat(verdicts.get(3).failure().orElseThrow().message())
        .contains("'nobody' is not connected")
        .contains("connected: fake");
  }

  @Test
  void keysInTheServersListsStayInTheRoom() {
    var told = models.directory().models();

    assertThat(told).isNotEmpty();
    assertThat(told.get(0).models()).isNotEmpty();
    assertThat(told + " " + models.directory().preflight(TARGETS))
        .doesNotContain(FakeOpencodeServer.leakedKey());
  }

  @Test
  void serverThatCannotBeReachedSaysSoAndHowToStartIt() {
    server.refuseConnections();

    var verdict = models.directory().preflight(TARGETS).get(0);

    assertThat(verdict.readiness()).isEqualTo(Readiness.UNKNOWN);
    assertThat(verdict.failure().orElseThrow().kind()).isEqualTo(FailureKind.UNREACHABLE);
    assertThat(verdict.failure().orElseThrow().hint()).contains("opencode serve --port");
  }
}
