package dev.modeldispatch.samples.benchmarks.simulation;

/**
 * A promise that was not kept.
 *
 * @param seed which run it was
 * @param promise which promise, in a few words
 * @param what what happened instead
 */
public record Violation(long seed, String promise, String what) {
  /** {@return one line, with the command that shows it again} */
  public String line() {
    return "VIOLATION seed "
        + seed
        + ": "
        + promise
        + ": "
        + what
        + ". Replay: mvn -q -pl samples/benchmarks -am compile exec:java"
        + " -Dexec.args=\"simulate --seed "
        + seed
        + "\"";
  }
}
