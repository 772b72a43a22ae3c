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

class SseReaderTest {
  private static final String STREAM =
      String.join(
          "",
          List.of(
              "\uFEFFdata: first\n\n: a comment\r\nevent: x\r\ndata: two\r\ndata:  lines\r\n\r\n",
              "id: 7\rdata:caf\u00e9 \uD83D\uDE00\r\rdata\n\nretry: 1\n\ndata: last\n\n"));

  private static final List<String> EVENTS =
      List.of("first", "two\n lines", "caf\u00e9 \uD83D\uDE00", "", "last");

  @Test
  void eventsAreTheSameWhereverTheBytesAreCut() {
    byte[] bytes = STREAM.getBytes(StandardCharsets.UTF_8);

    for (int one = 0; one <= bytes.length; one++) {
      for (int two = one; two <= bytes.length; two++) {
        assertThat(read(bytes, one, two)).as("cut at %d and %d", one, two).isEqualTo(EVENTS);
      }
    }
  }

  @Test
  void unfinishedEventIsNotHeard() {
    assertThat(read("data: whole\n\ndata: half\n".getBytes(StandardCharsets.UTF_8), 3, 9))
        .containsExactly("whole");
  }

  @ParameterizedTest
  @CsvSource({"10, 0", "11, 1", "500, 1"})
  void lineAboveTheLimitEndsTheReading(int length, int complaints) {
    var heard = new ArrayList<String>();
    var tooLarge = new AtomicInteger();
    var reader = new SseReader(10, heard::add, tooLarge::incrementAndGet);

    reader.read(
        ByteBuffer.wrap(("x".repeat(length) + "\n\ndata: a\n\n").getBytes(StandardCharsets.UTF_8)));
    reader.read(ByteBuffer.wrap("data: b\n\n".getBytes(StandardCharsets.UTF_8)));

    assertThat(tooLarge).hasValue(complaints);
    assertThat(heard).isEqualTo(complaints == 0 ? List.of("a", "b") : List.of());
  }

  @Test
  void eventOfManyLinesAboveTheLimitEndsTheReading() {
    var tooLarge = new AtomicInteger();
    var reader = new SseReader(20, text -> {}, tooLarge::incrementAndGet);

    reader.read(ByteBuffer.wrap("data: 12345678\n".repeat(5).getBytes(StandardCharsets.UTF_8)));

    assertThat(tooLarge).hasValue(1);
  }

  private static List<String> read(byte[] bytes, int one, int two) {
    var heard = new ArrayList<String>();
    var reader =
        new SseReader(
            1_000,
            heard::add,
            () -> {
              throw new AssertionError("too large");
            });
    reader.read(ByteBuffer.wrap(bytes, 0, one));
    reader.read(ByteBuffer.wrap(bytes, one, two - one));
    reader.read(ByteBuffer.wrap(bytes, two, bytes.length - two));
    return heard;
  }
}
