package dev.modeldispatch.core.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.core.internal.Resources;
import dev.modeldispatch.testkit.VirtualTime;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LanesTest {
  private final VirtualTime time = new VirtualTime();
  private final Resources resources = new Resources(time, time, Runnable::run);

  @Test
  void unprotectedProviderHasNoLane() {
    var lanes = Lanes.of(Map.of("openai", LaneRig.FREE), Optional.empty(), resources);

    assertThat(lanes.of("openai")).isPresent();
    assertThat(lanes.of("other")).isEmpty();
  }

  @Test
  void eachOtherProviderHasALaneOfItsOwn() {
    var lanes = Lanes.of(Map.of("openai", LaneRig.FREE), Optional.of(LaneRig.FREE), resources);

    assertThat(lanes.of("a")).isPresent().isEqualTo(lanes.of("a")).isNotEqualTo(lanes.of("b"));
    assertThat(lanes)
        .hasToString(
            "provider 'a': 0 in flight, 0 queued; provider 'b': 0 in flight, 0 queued;"
                + " provider 'openai': 0 in flight, 0 queued");
  }

  @Test
  void inventedProvidersShareOneLaneInTheEnd() {
    var lanes = Lanes.of(Map.of("openai", LaneRig.FREE), Optional.of(LaneRig.FREE), resources);
    Set<Lane> all = new HashSet<>();
    for (int i = 0; i < 3 * Lanes.MOST; i++) {
      all.add(lanes.of("p" + i).orElseThrow());
    }

    assertThat(all).hasSize(Lanes.MOST + 1);
    assertThat(lanes.of("p7")).isPresent().isNotEqualTo(lanes.of("p2000"));
    assertThat(lanes.of("p2001")).isEqualTo(lanes.of("p2000"));
    assertThat(all).doesNotContain(lanes.of("openai").orElseThrow());
  }
}
