package dev.modeldispatch.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.FailureKind;
import dev.modeldispatch.testkit.server.FakeModelServer.Dialect;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of what can go wrong in which dialect, as it is shipped. */
class ShippedFaultTableTest {
  private final StringBuilder table = new StringBuilder();

  @Test
  void theShippedTableIsTrue() throws IOException {
    String made = make();
    Path written = Path.of("target", "faults.md");
    Files.createDirectories(written.toAbsolutePath().getParent());
    Files.writeString(written, made);

    assertThat(shipped()).as("faults.md; copy " + written + " over it").isEqualTo(made);
  }

  private String make() {
    table.append("What can go wrong, in which dialect, and what a dispatcher may make of it.\n");
    head("fault, streamed or not");
    Fault.catalogue().forEach(f -> row(f.name(), f.dialects(), led(f.leadsTo(), f.mayArrive())));
    head("fault of a stream");
    Fault.streamCatalogue()
        .forEach(f -> row(f.name(), f.dialects(), led(f.leadsTo(), f.mayArrive())));
    head("odd answer");
    for (var oddity : Oddity.values()) {
      row(oddity.name(), oddity.dialects(), led(oddity.leadsTo(), oddity.leadsTo().isEmpty()));
    }
    head("error reply");
    Arrays.stream(FailureKind.values())
        .filter(kind -> !WireForms.withError(kind).isEmpty())
        .forEach(kind -> row(kind.code(), WireForms.withError(kind), d -> status(kind, d)));
    return table.toString();
  }

  private void head(String what) {
    String dialects =
        Arrays.stream(Dialect.values()).map(Dialect::name).collect(Collectors.joining(" | "));
    table.append("\n| ").append(what).append(" | ").append(dialects).append(" |\n");
    table.append("|---".repeat(Dialect.values().length + 1)).append("|\n");
  }

  private void row(String name, Set<Dialect> able, Function<Dialect, String> cell) {
    var cells =
        Stream.of(Dialect.values()).map(d -> able.contains(d) ? cell.apply(d) : "cannot be");
    table.append("| ").append(name).append(" | ");
    table.append(cells.collect(Collectors.joining(" | "))).append(" |\n");
  }

  private static Function<Dialect, String> led(Set<FailureKind> kinds, boolean mayArrive) {
    var answer = mayArrive ? Stream.of("the answer") : Stream.<String>empty();
    String told =
        Stream.concat(answer, kinds.stream().map(FailureKind::code).sorted())
            .collect(Collectors.joining(", "));
    return dialect -> told;
  }

  private static String status(FailureKind kind, Dialect dialect) {
    var answer = dialect.form().errors().of(kind, "m", Duration.ofSeconds(20));
    String error = WireJson.of(answer).path("error").toString();
    String word = error.replaceAll(".*\"(?:type|status)\":\"(\\w+)\".*", " $1");
    return answer.status() + (word.equals(error) ? "" : word);
  }

  private static String shipped() throws IOException {
    try (var in = ShippedFaultTableTest.class.getResourceAsStream("faults.md")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
