package dev.modeldispatch.testkit.oppi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.testkit.junit.ModelServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The fake as a test's parameter. */
class OppiChecksTest {
  @Test
  void aTestIsHandedAServerThatHasToBeLeftWithoutSessions(@ModelServer FakeOppiServer server) {
    server.workspace("w", "Shop", Path.of("shop"));
    var client = new OppiClient(server);

    String session = client.make();
    client.post("/workspaces/w/sessions/" + session + "/stop", "");

    assertThat(server.openSessions()).isEmpty();
  }
}
