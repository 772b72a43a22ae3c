package dev.modeldispatch.core;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelDirectory.Readiness;
import dev.modeldispatch.ModelDirectory.Verdict;
import dev.modeldispatch.ModelTarget;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DirectoryTest {
  @RegisterExtension final Wire wire = new Wire();

  @Test
  void listedModelIsReadyAndAnUnlistedOneIsNotRuledOut() {
    wire.server().model("here").answers("well");

    var verdicts = preflight("fake/here", "fake/elsewhere", "nobody/m");

    assertThat(verdicts)
        .extracting(Verdict::readiness)
        .containsExactly(Readiness.READY, Readiness.UNKNOWN, Readiness.NOT_READY);
    assertThat(kind(verdicts.get(1))).isEqualTo(FailureKind.MODEL_NOT_FOUND);
    assertThat(kind(verdicts.get(2))).isEqualTo(FailureKind.PROVIDER_NOT_CONNECTED);
    assertThat(wire.server().calls()).hasSize(1);
  }

  @Test
  void providerThatRefusesTheKeyIsNotReady() {
    stub(401);

    var verdict = preflight("fake/m").get(0);

    assertThat(verdict.readiness()).isEqualTo(Readiness.NOT_READY);
    assertThat(kind(verdict)).isEqualTo(FailureKind.AUTH_REJECTED);
  }

  @Test
  void providerThatFailsToTellIsUnknown() {
    stub(500);

    assertThat(preflight("fake/m").get(0).readiness()).isEqualTo(Readiness.UNKNOWN);
  }

  @Test
  void unreachableProviderIsToldAndTheOthersAreStillListed() {
    wire.server().model("here").answers("well");
    wire.server().refuseConnections();

    var told = wire.open(wire.builder()).directory().models();

    assertThat(told).hasSize(1);
    assertThat(told.get(0).failure().orElseThrow().kind()).isEqualTo(FailureKind.UNREACHABLE);
  }

  @Test
  void listThatNeverComesIsGivenUpAfterItsLimit() {
    wire.server().wireMock().stubFor(get(anyUrl()).willReturn(aResponse().withFixedDelay(60_000)));
    long start = System.nanoTime();

    var verdict = preflight("fake/m").get(0);

    assertThat(verdict.readiness()).isEqualTo(Readiness.UNKNOWN);
    assertThat(kind(verdict)).isEqualTo(FailureKind.STALLED);
    assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isLessThan(6_000);
  }

  private void stub(int status) {
    wire.server().wireMock().stubFor(get(anyUrl()).willReturn(aResponse().withStatus(status)));
  }

  private List<Verdict> preflight(String... targets) {
    return wire.open(wire.builder()).directory().preflight(ModelTarget.list(targets));
  }

  private static FailureKind kind(Verdict verdict) {
    return verdict.failure().orElseThrow().kind();
  }
}
