package dev.modeldispatch.samples.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LinesTest {
  private static Lines lines(String text) {
    return new Lines(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), 5);
  }

  @Test
  void lineThatIsTooLongIsLeftOutAndTheNextIsThere() throws IOException {
    var lines = lines("12345\n123456\nnext\n");

    assertThat(lines.next()).hasValue("12345");
    assertThat(lines.next()).hasValue("");
    assertThat(lines.next()).hasValue("next");
    assertThat(lines.next()).isEmpty();
  }

  @Test
  void lastLineNeedsNoEnd() throws IOException {
    var lines = lines("é\nö");

    assertThat(lines.next()).hasValue("é");
    assertThat(lines.next()).hasValue("ö");
    assertThat(lines.next()).isEmpty();
  }
}
