package dev.modeldispatch.samples.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class HarnessTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

  private record Fixed(String name, List<Figure> figures) implements Measurement {
    @Override
    public String about() {
      return "about " + name;
    }

    @Override
    public List<Figure> run(Consumer<String> progress) {
      progress.accept("half way");
      if (figures.isEmpty()) {
        throw new IllegalStateException("no server");
      }
      return figures;
    }
  }

  /** A fork that has nothing to say. */
  static final class EndsAtOnce {
    private EndsAtOnce() {}

    public static void main(String[] args) {}
  }

  private int run(String... names) throws Exception {
    var kept = new Figure("good.ratio", 0.95, Bound.atLeast(0.9), "quartiles 0.9 to 1");
    var missed = new Figure("good.ms", 1234.5678, Bound.atMost(100), "");
    var good = new Fixed("good", List.of(kept, missed));
    var broken = new Fixed("broken", List.of());
    return new Benchmarks(List.of(good, broken), out).run(List.of(names));
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void figuresArePrintedForPeopleAndForPrograms() throws Exception {
    int exit = run("good");

    assertThat(exit).isZero();
    assertThat(printed())
        .contains("good.ratio  0.95      at least 0.9  ok       quartiles 0.9 to 1")
        .contains("good.ms     1234.568  at most 100   MISSED")
        .contains("\nfigure good.ratio=0.95\n", "\nfigure good.ms=1234.568\n", "  half way");
  }

  @Test
  void withoutANameTheMeasurementsAreListed() throws Exception {
    int exit = run();

    assertThat(exit).isZero();
    assertThat(printed()).contains("good        about good", "broken      about broken");
  }

  @Test
  void everyUnknownNameIsToldAndNothingRuns() throws Exception {
    int exit = run("good", "fast", "faster");

    assertThat(exit).isEqualTo(2);
    assertThat(printed())
        .contains("'fast' is no measurement", "'faster' is no measurement", "about good")
        .doesNotContain("figure ");
  }

  @Test
  void whatCannotBeMeasuredIsToldAndTheRestStillRuns() throws Exception {
    int exit = run("broken", "good");

    assertThat(exit).isEqualTo(1);
    assertThat(printed())
        .contains("broken: could not be measured: no server")
        .contains("figure good.ratio=0.95");
  }

  @Test
  void messagesSurviveTheWayThroughALine() {
    Message message = Message.of("left", "threads", 2, "names", "a b,c", "empty", "");

    assertThat(Message.parse(message.line())).contains(message);
    assertThat(Message.parse("OpenJDK warning: something")).isEmpty();
    assertThat(message.whole("threads")).isEqualTo(2);
    assertThatThrownBy(() -> message.text("heap")).hasMessageContaining("no heap");
  }

  @Test
  void quantilesInterpolate() {
    Quantiles quantiles = Quantiles.of(4, 1, 3, 2);

    assertThat(quantiles.median()).isEqualTo(2.5);
    assertThat(quantiles.at(0.25)).isEqualTo(1.75);
    assertThat(quantiles.max()).isEqualTo(4);
  }

  @Test
  void aForkThatEndsEarlyIsToldByName() throws Exception {
    try (var jvm = ForkedJvm.start(EndsAtOnce.class)) {
      assertThatThrownBy(() -> jvm.expect("round"))
          .hasMessageContaining("EndsAtOnce: said '(ended)' instead of 'round'");
    }
  }

  @Test
  void noNumberIsNotAFigure() {
    assertThatThrownBy(() -> new Figure("x.ratio", 0.0 / 0.0, Bound.none(), ""))
        .hasMessageContaining("x.ratio");
  }
}
