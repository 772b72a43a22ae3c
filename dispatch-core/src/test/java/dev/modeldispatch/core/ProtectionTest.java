package dev.modeldispatch.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.core.internal.Resources;
import dev.modeldispatch.testkit.VirtualTime;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ProtectionTest {
  private final VirtualTime time = new VirtualTime();
  private final Resources resources = new Resources(time, time, Runnable::run);

  @Test
  void valuesAreWhatWasSet() {
    var protection =
        Protection.builder()
            .maxInFlight(20)
            .maxQueued(7)
            .requestsPerMinute(500)
            .tokensPerMinute(90_000)
            .breaker(Breaker.builder().failureRate(30).openFor(Duration.ofSeconds(5)).build())
            .followServerLimits()
            .build();

    var settings = protection.settings();
    assertThat(settings.maxInFlight()).isEqualTo(OptionalInt.of(20));
    assertThat(settings.maxQueued()).isEqualTo(7);
    assertThat(settings.requestsPerMinute()).isEqualTo(OptionalInt.of(500));
    assertThat(settings.tokensPerMinute()).isEqualTo(OptionalLong.of(90_000));
    assertThat(settings.breaker().orElseThrow().failureRate()).isEqualTo(30);
    assertThat(settings.breaker().orElseThrow().openFor()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.followsServer()).isTrue();
    assertThat(protection)
        .hasToString(
            "Protection[20 at a time, 500 requests a minute, 90000 tokens a minute, breaker,"
                + " follows the server, at most 7 wait]");
  }

  @Test
  void frontDoorTellsWhoIsProtected() {
    var slow = Protection.builder().requestsPerMinute(5).build();
    var few = Protection.builder().maxInFlight(2).build();

    try (var models =
        ModelDispatch.builder().ollama().protect("ollama", few).protectAll(slow).build()) {
      assertThat(models)
          .hasToString(
              "ModelDispatch[ollama; ollama: Protection[2 at a time, at most 1000 wait];"
                  + " each other: Protection[5 requests a minute, at most 1000 wait]]");
    }
  }

  @Test
  void defaultsAreAsDocumented() {
    var settings = Protection.builder().breaker().build().settings();
    var breaker = settings.breaker().orElseThrow();

    assertThat(settings.maxQueued()).isEqualTo(1_000);
    assertThat(settings.maxInFlight()).isEmpty();
    assertThat(settings.followsServer()).isFalse();
    assertThat(Optional.of(breaker.silence())).contains(Duration.ofSeconds(10));
    assertThat(Breaker.standard()).hasToString("Breaker[opens at 50 % of 20 calls, for PT30S]");
  }

  @Test
  void nobodyIsProtectedUnlessAskedFor() {
    assertThat(new ModelDispatchBuilder().lanes(resources).of("openai")).isEmpty();
  }

  @Test
  void namedProviderHasItsOwnProtectionAndOthersThatOfAll() {
    var lanes =
        new ModelDispatchBuilder()
            .protect("openai", Protection.builder().maxInFlight(1).build())
            .protectAll(Protection.builder().breaker().build())
            .lanes(resources);

    assertThat(lanes.of("openai").orElseThrow().snapshot().breaker()).isEmpty();
    assertThat(lanes.of("other").orElseThrow().snapshot().breaker()).contains("closed");
  }
}
