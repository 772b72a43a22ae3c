package dev.modeldispatch.samples.calibration;

import dev.modeldispatch.core.file.FileDispatcher;
import dev.modeldispatch.core.file.FileResponder;
import dev.modeldispatch.core.usage.UsageLedger;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** The command line: runs a scenario, and says how well it went. */
public final class Calibrate {
  private static final int FINE = 0;
  private static final int BELOW = 1;
  private static final int BAD_ARGUMENTS = 2;

  private final InputStream in;
  private final PrintStream out;
  private final Stub stub;

  Calibrate(InputStream in, PrintStream out, Stub stub) {
    this.in = in;
    this.out = out;
    this.stub = stub;
  }

  /** Runs with these arguments; {@code --help} tells them. */
  public static void main(String[] args) {
    var stub = new Stub(Scenario.named(Scenario.PTP_MOCK));
    int exit = new Calibrate(System.in, System.out, stub).run(args);
    if (exit != FINE) {
      System.exit(exit);
    }
  }

  int run(String... args) {
    var arguments = Arguments.read(args);
    if (arguments.help()) {
      out.print(Arguments.USAGE);
      return FINE;
    }
    if (!arguments.problems().isEmpty()) {
      arguments.problems().forEach(problem -> out.println("calibrate: " + problem));
      out.println("Use --help for what there is.");
      return BAD_ARGUMENTS;
    }
    try (var files = open(arguments)) {
      return run(arguments, files);
    } catch (IllegalArgumentException | IllegalStateException | UncheckedIOException e) {
      out.println("calibrate: " + e.getMessage());
      return BAD_ARGUMENTS;
    } catch (IOException e) {
      out.println("calibrate: " + e + ". See to the folder, and run it again.");
      return BAD_ARGUMENTS;
    }
  }

  private static FileDispatcher open(Arguments arguments) {
    var builder =
        FileDispatcher.builder(arguments.root(), arguments.suite())
            .pollInterval(arguments.poll())
            .timeout(arguments.timeout())
            .staleTolerance(arguments.staleTolerance());
    return arguments.resume() ? builder.resume().open() : builder.open();
  }

  private int run(Arguments arguments, FileDispatcher files) throws IOException {
    out.println(arguments.summary());
    out.println("folder " + files.folder());
    var scenario = Scenario.named(arguments.scenario());
    var progress = new Progress(scenario, out);
    var ledger = new UsageLedger();
    Transport transport =
        arguments.dispatch() == Arguments.Dispatch.BATCH_FILE
            ? new InBatches(files, ledger, arguments, progress::briefing, progress)
            : new OneByOne(files, ledger, arguments.atOnce());
    List<Finding> findings;
    Optional<FileResponder> responder = responder(arguments, files);
    try {
      findings = new Calibration(scenario, transport, progress).run();
    } finally {
      responder.ifPresent(FileResponder::close);
    }
    ledger.write(files.folder().resolve(UsageLedger.FILE));
    if (arguments.costReport()) {
      out.println();
      out.print(ledger.text());
    }
    return judge(findings, Score.of(scenario, findings));
  }

  /** Returns who answers, unless it is somebody outside of this process. */
  private Optional<FileResponder> responder(Arguments arguments, FileDispatcher files) {
    var builder = FileResponder.builder(files.folder()).pollInterval(arguments.poll());
    boolean stubbed = arguments.adapter() == Arguments.Adapter.STUB;
    if (arguments.dispatch() == Arguments.Dispatch.STDIN) {
      var typist = new Typist(stub, out);
      return Optional.of(
          stubbed
              ? builder.asksPerson(typist.keyboard(), typist.screen()).start()
              : builder.asksPerson(in, out).start());
    }
    if (stubbed) {
      return Optional.of(builder.parallel(arguments.atOnce()).asks(stub, "stub/built-in").start());
    }
    out.println("Waiting for answers: whoever finds a signal.json there with status \"waiting\"");
    out.println("reads its prompt_path, and writes {\"dispatch_id\": <its>, \"data\": <answer>}");
    out.println("to its artifact_path.");
    return Optional.empty();
  }

  private int judge(List<Finding> findings, List<Metric> metrics) {
    out.println();
    findings.forEach(finding -> out.println(finding.line()));
    out.println();
    for (int i = 0; i < metrics.size(); i++) {
      out.println(metrics.get(i).line(i + 1));
    }
    long met = metrics.stream().filter(Metric::isMet).count();
    out.println("metrics: " + met + "/" + metrics.size());
    return met == metrics.size() ? FINE : BELOW;
  }
}
