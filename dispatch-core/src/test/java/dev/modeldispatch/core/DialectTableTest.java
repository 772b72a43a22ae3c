package dev.modeldispatch.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.core.FaultCases.Case;
import dev.modeldispatch.testkit.server.FakeModelServer.Dialect;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a dispatch makes of each fault that the fake server can play, in each dialect, streamed or
 * not. What has to come of it stands in {@code dialect-table.md}; what came, in {@code
 * target/fault-matrix.md}.
 */
class DialectTableTest {
  private static final List<Case> CASES = FaultCases.all();
  private static final Map<String, String> EXPECTED = new HashMap<>();

  private static final FaultBoard BOARD = new FaultBoard();

  @BeforeAll
  static void play() throws IOException {
    try (var in = DialectTableTest.class.getResourceAsStream("dialect-table.md")) {
      var table = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      table.lines().forEach(line -> EXPECTED.put(name(line), line));
    }
    BOARD.play(CASES);
  }

  @AfterAll
  static void write() throws IOException, InterruptedException {
    var rows = Stream.concat(head(), CASES.stream().map(DialectTableTest::row)).toList();
    BOARD.finish();
    Files.createDirectories(Path.of("target"));
    Files.write(Path.of("target", "fault-matrix.md"), rows);
  }

  static List<Case> cases() {
    return CASES;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void faultGetsItsNameInEveryDialect(Case played) {
    assertThat(row(played)).isEqualTo(EXPECTED.get(played.name()));
  }

  /** The kit says what may come of a fault, and knows nothing of this library. */
  @ParameterizedTest
  @MethodSource("cases")
  void whatComesOfItIsWhatTheKitAllows(Case played) {
    var allowed = new HashSet<>(List.of("-"));
    played.led().forEach(kind -> allowed.add(kind.code()));
    if (played.mayArrive()) {
      allowed.addAll(List.of("complete", "unverified"));
    }
    if (played.name().equals("FINISH_MISSING")) {
      allowed.add("output_truncated"); // it is the end mark of Gemini's streams
    }

    assertThat(cells(played).map(cell -> cell.replaceAll(" .*", ""))).isSubsetOf(allowed);
  }

  @Test
  void everyRowOfTheTableIsPlayed() {
    var names = CASES.stream().map(Case::name).toList();

    assertThat(names).doesNotHaveDuplicates();
    assertThat(EXPECTED.keySet()).hasSize(names.size() + 2).containsAll(names);
  }

  private static Stream<String> head() {
    String columns =
        Arrays.stream(Dialect.values())
            .map(d -> d.name().toLowerCase(Locale.ROOT))
            .map(name -> name + " | " + name + ", streamed")
            .collect(Collectors.joining(" | "));
    int count = 1 + 2 * Dialect.values().length;
    return Stream.of("| fault | " + columns + " |", "|---".repeat(count) + "|");
  }

  private static Stream<String> cells(Case played) {
    return Arrays.stream(Dialect.values())
        .flatMap(d -> Stream.of(BOARD.whole(played, d), BOARD.streamed(played, d)));
  }

  private static String row(Case played) {
    return cells(played).collect(Collectors.joining(" | ", "| " + played.name() + " | ", " |"));
  }

  private static String name(String row) {
    return row.replaceAll("^\\| (.*?) \\| .*", "$1");
  }
}
