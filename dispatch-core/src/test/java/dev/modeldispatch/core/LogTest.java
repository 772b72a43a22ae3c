package dev.modeldispatch.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.FailureKind;
import dev.modeldispatch.testkit.server.FakeModelServer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is logged, in a JVM that prints it. */
class LogTest {
  @Test
  void eachDispatchIsOneLineAndIsNamedInTheContext() throws Exception {
    List<String> lines;
    try (var server = FakeModelServer.start()) {
      server.model("good").answers("well");
      server.model("rejected").fails(FailureKind.AUTH_REJECTED);
      lines = Fork.run(LoggingHost.class, List.of(), server.baseUri()).lines().toList();
    }

    assertThat(lines.stream().filter(line -> line.startsWith("LOG DEBUG fake/")))
        .hasSize(4)
        .allSatisfy(line -> assertThat(line).contains("dispatch.id=d-", "dispatch.target=fake/"));
    assertThat(lines.stream().filter(line -> line.startsWith("LOG WARN")))
        .as("a refused key is told once")
        .singleElement()
        .asString()
        .contains("auth_rejected: fake/rejected: the provider refused the key", "Check the key");
    assertThat(lines).anyMatch(line -> line.startsWith("heard d-"));
    assertThat(lines).contains("then fake/good", "after {dispatch.target=the host's own}");
    assertThat(lines).anyMatch(line -> line.startsWith("slot batch-"));
  }
}
