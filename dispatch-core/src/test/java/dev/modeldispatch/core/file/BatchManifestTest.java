package dev.modeldispatch.core.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldispatch.core.file.BatchManifest.Entry;
import dev.modeldispatch.core.file.BatchManifest.SignalStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchManifestTest {
  private static final BatchManifest MANIFEST =
      new BatchManifest(
          3,
          BatchManifest.Status.IN_PROGRESS,
          BatchManifest.Phase.INVESTIGATION,
          Instant.parse("2026-01-31T12:00:00.75Z"),
          Instant.parse("2026-01-31T12:00:01.25Z"),
          Path.of("/s/briefing.md"),
          List.of(
              new Entry("C1", Path.of("/s/C1/signal.json"), SignalStatus.DONE),
              new Entry("C2", Path.of("/s/C2/signal.json"), SignalStatus.CLAIMED)));

  @TempDir Path folder;

  @Test
  void whatIsWrittenIsReadAgain() throws Exception {
    Path file = folder.resolve("batch-manifest.json");

    MANIFEST.write(file);

    assertThat(BatchManifest.read(file)).isEqualTo(MANIFEST);
  }

  @Test
  void theWireFormIsKept() throws Exception {
    Path file = folder.resolve("m.json");
    MANIFEST.write(file);

    assertThat(file)
        .hasContent(
            "{\"batch_id\":3,\"status\":\"in_progress\",\"phase\":\"investigation\","
                + "\"created_at\":\"2026-01-31T12:00:00Z\",\"updated_at\":\"2026-01-31T12:00:01Z\","
                + "\"total\":2,\"briefing_path\":\"/s/briefing.md\",\"signals\":["
                + "{\"case_id\":\"C1\",\"signal_path\":\"/s/C1/signal.json\",\"status\":\"done\"},"
                + "{\"case_id\":\"C2\",\"signal_path\":\"/s/C2/signal.json\","
                + "\"status\":\"claimed\"}]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"batch_id\": 3      | \"batch_id\": 0          | line 2, batch_id is no whole number",
        "\"in_progress\"      | \"asleep\"               | line 3, status is 'asleep', none of",
        "\"2026-01-31T12:00:01Z\" | \"yesterday\"        | line 6, updated_at is no time",
        "\"total\": 2         | \"total\": 5             | line 7, total is 5, but there are 2",
        "\"claimed\"          | 7                        | line 11, signals/1/status is no text",
        "\"phase\": \"investigation\", | ~~              | line 12, phase is no text",
        "\"signals\": [       | \"signals\": [,          | at line 9, column",
        "\"total\": 2,        | \"total\": 2, \"total\": 2, | at line 7, column"
      })
  void aBrokenOneIsNamedWithItsLine(String good, String bad, String told) throws Exception {
    String text =
        """
        {
          "batch_id": 3,
          "status": "in_progress",
          "phase": "investigation",
          "created_at": "2026-01-31T12:00:00Z",
          "updated_at": "2026-01-31T12:00:01Z",
          "total": 2,
          "briefing_path": "/s/briefing.md",
          "signals": [
            {"case_id": "C1", "signal_path": "/s/C1/signal.json", "status": "done"},
            {"case_id": "C2", "signal_path": "/s/C2/signal.json", "status": "claimed"}
          ]}
        """;
    Path file = Files.writeString(folder.resolve("m.json"), text.replace(good, bad));
    assertThat(text).contains(good);

    assertThatThrownBy(() -> BatchManifest.read(file))
        .isInstanceOf(java.io.IOException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(told);
  }

  @Test
  void unknownFieldsPassAndMissingFilesAreNamed() throws Exception {
    Path file = folder.resolve("m.json");
    MANIFEST.write(file);
    Files.writeString(file, Files.readString(file).replaceFirst("\\{", "{\"later\":{\"a\":[1]},"));

    assertThat(BatchManifest.read(file)).isEqualTo(MANIFEST);
    assertThatThrownBy(() -> BatchManifest.read(folder.resolve("none.json")))
        .hasMessageContaining("none.json");
  }
}
