package dev.modeldispatch.samples.calibration;

import dev.modeldispatch.core.file.FileDispatcher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What the command line asks for, and all that is wrong with it.
 *
 * @param dispatch how questions travel
 * @param adapter who answers
 * @param scenario what is run
 * @param atOnce how many questions wait for their answers at once
 * @param batchSize how many cases a batch has
 * @param root where suites are
 * @param suite the suite's folder there
 * @param poll how long between two looks
 * @param timeout how long an answer may take
 * @param staleTolerance how many looks may find an artifact that is no answer
 * @param resume whether an earlier run is gone on with
 * @param costReport whether to show what was used
 * @param help whether only the usage is wanted
 * @param problems what is wrong, each in words that name the remedy
 */
record Arguments(
    Dispatch dispatch,
    Adapter adapter,
    String scenario,
    int atOnce,
    int batchSize,
    Path root,
    String suite,
    Duration poll,
    Duration timeout,
    int staleTolerance,
    boolean resume,
    boolean costReport,
    boolean help,
    List<String> problems) {
  /** How questions travel. */
  enum Dispatch {
    STDIN,
    FILE,
    BATCH_FILE
  }

  /** Who answers. */
  enum Adapter {
    STUB,
    FILE
  }

  static final String USAGE =
      """
      calibrate [--dispatch stdin|file|batch-file] [--adapter stub|file] [--parallel n] \
      [--batch-size n] [--cost-report] ...

        --dispatch         how questions travel: batch-file (the default), signals in batches with
                           manifest and briefing; file, signals alone; stdin, a terminal
        --adapter          who answers: stub, the built-in answers (the default);
                           file, whoever watches the folder, or with stdin you
        --parallel         how many questions wait for their answers at once; 4, with stdin 1
        --max-concurrency  bounds that further, whatever the batch size is; as --parallel
        --batch-size       how many cases a batch has; 4
        --scenario         what is run; ptp-mock
        --cost-report      shows calls, bytes, tokens and time by case and step
        --root, --suite    the suite's folder is root/suite; .asterisk/calibrate and the scenario
        --resume           goes on with a run that was ended: what is answered is not asked again,
                           but for the triage of a case whose investigation has begun
        --poll-ms          how long between two looks; 500
        --timeout-s        how long an answer may take; 600
        --stale-tolerance  how many looks may find an artifact that is no answer yet; 10

      Ends with 0 if all 20 metrics reach their thresholds, with 1 if not, with 2 if the arguments
      or the folder are wrong.
      """;

  static final Path ROOT = FileDispatcher.DEFAULT_ROOT;

  /** Reads the command line; never throws. */
  static Arguments read(String... args) {
    return new ArgumentsReader(args).read();
  }

  /** {@return what is run, in a line} */
  String summary() {
    String batches = dispatch == Dispatch.BATCH_FILE ? ", batches of " + batchSize : "";
    String who = dispatch == Dispatch.STDIN ? "you" : "whoever watches the folder";
    return "scenario %s: dispatch %s, answers by %s, %d at once%s"
        .formatted(
            scenario,
            word(dispatch),
            adapter == Adapter.STUB ? "the built-in stub" : who,
            atOnce,
            batches);
  }

  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
