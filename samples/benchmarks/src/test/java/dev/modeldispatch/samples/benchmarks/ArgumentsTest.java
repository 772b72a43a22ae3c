package dev.modeldispatch.samples.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
  @Test
  void namesPathAndSeedComeInAnyOrder() {
    Arguments arguments = Arguments.parse("storm", "--seed", "4711", "/bin/opencode", "simulate");

    assertThat(arguments.names()).containsExactly("storm", "simulate");
    assertThat(arguments.opencode()).contains(Path.of("/bin/opencode"));
    assertThat(arguments.seed()).hasValue(4711);
    assertThat(arguments.problems()).isEmpty();
  }

  @Test
  void seedThatIsNoNumberIsToldWithAnExample() {
    assertThat(Arguments.parse("simulate", "--seed").problems())
        .containsExactly("--seed wants a whole number, for example --seed 4711; got nothing.");
    assertThat(Arguments.parse("--seed", "x").problems()).hasSize(1);
  }
}
