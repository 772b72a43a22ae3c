package dev.modeldispatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.connector.Call;
import dev.modeldispatch.connector.ModelConnector;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConnectorsTest {
  /** A connector that is never called. */
  private record Claims(Set<String> providers, boolean takesTheRest) implements ModelConnector {
    @Override
    public void call(Call call) {
      throw new AssertionError("Nobody asks.");
    }

    @Override
    public void close() {
      // holds nothing
    }
  }

  @Test
  void whoTakesTheRestDoesNotTakeFiles() {
    var rest = new Claims(Set.of("fake"), true);

    var connectors = Connectors.of(List.of(rest));

    assertThat(connectors.serving("other")).contains(rest);
    assertThat(connectors.serving("fake")).contains(rest);
    assertThat(connectors.serving("file")).isEmpty();
  }

  @Test
  void aFileTargetIsShownTheWay() {
    var connectors = Connectors.of(List.of(new Claims(Set.of("fake"), false)));

    var failure = connectors.notConnected(ModelTarget.parse("file/agent"));

    assertThat(failure.message()).contains("(connected: fake)");
    assertThat(failure.hint()).isEqualTo("Ask it through FileDispatcher.builder(folder).open().");
    assertThat(connectors.notConnected(ModelTarget.parse("other/m")).hint())
        .startsWith("Connect it when building");
  }

  @Test
  void nobodyClaimsFiles() {
    assertThatThrownBy(() -> Connectors.of(List.of(new Claims(Set.of("file"), false))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("provider 'file' is FileDispatcher's");
  }
}
