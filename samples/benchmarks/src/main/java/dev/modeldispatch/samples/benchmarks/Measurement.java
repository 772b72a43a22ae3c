package dev.modeldispatch.samples.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** One thing that can be measured. */
interface Measurement {
  /** {@return what it is called on the command line} */
  String name();

  /** {@return what it measures, in one line} */
  String about();

  /**
   * Measures, and takes the time it needs.
   *
   * @param progress takes lines that show how far it is
   * @throws IllegalStateException if it could not be measured
   */
  List<Figure> run(Consumer<String> progress) throws IOException, InterruptedException;
}
