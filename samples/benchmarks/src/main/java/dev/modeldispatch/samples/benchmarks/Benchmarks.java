package dev.modeldispatch.samples.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Runs the measurements that are named, and prints what they found. */
public final class Benchmarks {
  private final List<Measurement> measurements;
  private final PrintStream out;

  Benchmarks(List<Measurement> measurements, PrintStream out) {
    this.measurements = List.copyOf(measurements);
    this.out = out;
  }

  /**
   * Runs the measurements named by the arguments; without any, lists them. A missed bound is told,
   * and is no failure of the run: ends with 2 for an unknown name, with 1 for a measurement that
   * could not be taken. An argument with a slash is the path of the opencode binary, which the
   * environment variable {@code DISPATCH_OPENCODE} can name as well. {@code simulate --seed N}
   * replays one run of the simulation.
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Arguments arguments = Arguments.parse(args);
    arguments.problems().forEach(System.out::println);
    Optional<Path> binary = arguments.opencode().or(Benchmarks::namedBinary);
    var benchmarks = new Benchmarks(all(binary, arguments.seed()), System.out);
    int exit = arguments.problems().isEmpty() ? benchmarks.run(arguments.names()) : 2;
    if (exit != 0) {
      System.exit(exit);
    }
  }

  private static Optional<Path> namedBinary() {
    return Optional.ofNullable(System.getenv("DISPATCH_OPENCODE"))
        .filter(p -> !p.isEmpty())
        .map(Path::of);
  }

  /** Returns every measurement there is, in full size. */
  static List<Measurement> all(Optional<Path> opencode, OptionalLong seed) {
    return List.of(
        new OverheadMeasurement(OverheadMeasurement.Sizes.FULL),
        new FanoutMeasurement(FanoutMeasurement.Sizes.FULL),
        new CancelMeasurement(CancelMeasurement.Sizes.FULL),
        new SlotsMeasurement(SlotsMeasurement.Sizes.FULL),
        new StormMeasurement(StormMeasurement.Sizes.FULL),
        new StreamsMeasurement(StreamsMeasurement.Sizes.FULL),
        new PlanMeasurement(PlanMeasurement.Sizes.FULL),
        new TestkitMeasurement(TestkitMeasurement.Sizes.FULL),
        new ReportMeasurement(ReportMeasurement.Sizes.FULL),
        new SimulateMeasurement(SimulateMeasurement.Sizes.FULL, seed),
        new SimulateMeasurement(SimulateMeasurement.Sizes.LONG, seed),
        new FilesMeasurement(FilesMeasurement.Sizes.FULL),
        new FileCrashMeasurement(FileCrashMeasurement.Sizes.FULL),
        new FleetMeasurement(FleetMeasurement.Sizes.FULL),
        new OpencodeMeasurement(opencode, OpencodeMeasurement.Sizes.FULL));
  }

  int run(List<String> names) throws IOException, InterruptedException {
    List<String> known = measurements.stream().map(Measurement::name).toList();
    List<String> unknown = names.stream().filter(name -> !known.contains(name)).toList();
    if (names.isEmpty() || !unknown.isEmpty()) {
      unknown.forEach(name -> out.println("'" + name + "' is no measurement."));
      out.println("Name one or more of:");
      measurements.forEach(m -> out.printf("  %-11s %s%n", m.name(), m.about()));
      return unknown.isEmpty() ? 0 : 2;
    }
    int exit = 0;
    for (Measurement measurement : measurements) {
      if (names.contains(measurement.name())) {
        exit = Math.max(exit, run(measurement));
      }
    }
    return exit;
  }

  private int run(Measurement measurement) throws IOException, InterruptedException {
    out.println(measurement.name() + ": " + measurement.about());
    try {
      List<Figure> figures = measurement.run(line -> out.println("  " + line));
      out.println(new FigureTable(figures).text());
      return 0;
    } catch (IllegalStateException e) {
      out.println(measurement.name() + ": could not be measured: " + e.getMessage());
      return 1;
    }
  }
}
