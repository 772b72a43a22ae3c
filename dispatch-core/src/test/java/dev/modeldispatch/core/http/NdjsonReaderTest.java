package dev.modeldispatch.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NdjsonReaderTest {
  private static final String STREAM =
      "{\"a\":1}\n\n{\"b\":\r2}\r\n \t\r\n{\"c\":\"caf\u00e9 \uD83D\uDE00\"}\n\n[]\r\n{\"last\":3}";

  private static final List<String> LINES =
      List.of(
          "{\"a\":1}", "{\"b\":\r2}", "{\"c\":\"caf\u00e9 \uD83D\uDE00\"}", "[]", "{\"last\":3}");

  @Test
  void linesAreTheSameWhereverTheBytesAreCut() {
    byte[] bytes = STREAM.getBytes(StandardCharsets.UTF_8);

    for (int one = 0; one <= bytes.length; one++) {
      for (int two = one; two <= bytes.length; two++) {
        assertThat(read(bytes, one, two)).as("cut at %d and %d", one, two).isEqualTo(LINES);
      }
    }
  }

  @Test
  void lastLineIsHeardOnlyAtTheEnd() {
    var heard = new ArrayList<String>();
    var reader = reader(100, heard, new AtomicInteger());
    reader.read(bytes("{}\n{\"half\":"));

    assertThat(heard).containsExactly("{}");
    reader.finish();
    reader.finish();
    assertThat(heard).containsExactly("{}", "{\"half\":");
  }

  @Test
  void blankEndIsNoLine() {
    var heard = new ArrayList<String>();
    var reader = reader(100, heard, new AtomicInteger());

    reader.read(bytes("{}\n \r"));
    reader.finish();

    assertThat(heard).containsExactly("{}");
  }

  @ParameterizedTest
  @CsvSource({"10, 0", "11, 1", "500, 1"})
  void lineAboveTheLimitEndsTheReading(int length, int complaints) {
    var heard = new ArrayList<String>();
    var tooLarge = new AtomicInteger();
    var reader = reader(10, heard, tooLarge);

    reader.read(bytes("x".repeat(length) + "\n{}\n"));
    reader.read(bytes("[]\n"));
    reader.finish();

    assertThat(tooLarge).hasValue(complaints);
    assertThat(heard)
        .isEqualTo(complaints == 0 ? List.of("x".repeat(length), "{}", "[]") : List.of());
  }

  @Test
  void lineWithoutEndIsGivenUpAtTheLimit() {
    var tooLarge = new AtomicInteger();
    var reader = reader(10, new ArrayList<>(), tooLarge);

    reader.read(bytes("1234567890"));
    assertThat(tooLarge).hasValue(0);
    reader.read(bytes("1"));
    reader.read(bytes("1"));

    assertThat(tooLarge).hasValue(1);
  }

  @ParameterizedTest
  @CsvSource({"' \t', false", "'{', true"})
  void blanksAreNoContent(String piece, boolean content) {
    var reader = reader(10, new ArrayList<>(), new AtomicInteger());

    assertThat(reader.read(bytes(piece + "\r\n"))).isEqualTo(content);
  }

  private static NdjsonReader reader(int max, List<String> heard, AtomicInteger tooLarge) {
    return new NdjsonReader(max, heard::add, tooLarge::incrementAndGet);
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> read(byte[] bytes, int one, int two) {
    var heard = new ArrayList<String>();
    var tooLarge = new AtomicInteger();
    var reader = reader(1_000, heard, tooLarge);
    reader.read(ByteBuffer.wrap(bytes, 0, one));
    reader.read(ByteBuffer.wrap(bytes, one, two - one));
    reader.read(ByteBuffer.wrap(bytes, two, bytes.length - two));
    reader.finish();
    assertThat(tooLarge).hasValue(0);
    return heard;
  }
}
