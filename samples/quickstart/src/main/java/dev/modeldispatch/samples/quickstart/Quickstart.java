package dev.modeldispatch.samples.quickstart;

import dev.modeldispatch.BatchRequest;
import dev.modeldispatch.BatchResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.core.ModelDispatch;
import dev.modeldispatch.core.report.ComparisonReport;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/** The main job: one prompt to several models, with live progress and a comparison. */
public final class Quickstart {
  private static final int FINE = 0;
  private static final int NO_ANSWER = 1;
  private static final int BAD_ARGUMENTS = 2;

  private final PrintStream out;
  private final Map<String, String> environment;
  private final Progress.Style style;

  Quickstart(PrintStream out, Map<String, String> environment, Progress.Style style) {
    this.out = out;
    this.environment = environment;
    this.style = style;
  }

  /** Runs with these arguments; {@code --help} tells them. */
  public static void main(String[] args) {
    var style = Terminal.isThere() ? Progress.Style.CONSOLE : Progress.Style.LINES;
    int exit = new Quickstart(System.out, System.getenv(), style).run(args);
    if (exit != FINE) {
      System.exit(exit);
    }
  }

  int run(String... args) {
    var arguments = Arguments.read(args, environment);
    if (arguments.help()) {
      out.print(Arguments.USAGE);
      return FINE;
    }
    if (!arguments.problems().isEmpty()) {
      arguments.problems().forEach(problem -> out.println("quickstart: " + problem));
      out.println("Use --help for what there is.");
      return BAD_ARGUMENTS;
    }
    return arguments.targets().isEmpty() ? askFakes(arguments) : askModels(arguments);
  }

  private int askFakes(Arguments arguments) {
    out.println("No targets are named, so fakes of four providers in this process answer.");
    try (var fakes = FakeModels.start();
        var models = fakes.connect()) {
      return compare(models, fakes.targets(), arguments);
    }
  }

  private int askModels(Arguments arguments) {
    try (var models = arguments.servers().connect(arguments.targets())) {
      return compare(models, arguments.targets(), arguments);
    } catch (IllegalArgumentException e) {
      out.println("quickstart: " + e.getMessage());
      return BAD_ARGUMENTS;
    }
  }

  private int compare(ModelDispatch models, List<ModelTarget> targets, Arguments arguments) {
    var prompt = Prompt.builder(arguments.prompt()).timeout(arguments.timeout()).build();
    var progress = new Progress(targets, out, style);
    var request = BatchRequest.builder(targets, prompt).listener(progress).build();
    BatchResult result = models.batch().dispatch(request);
    progress.close();
    out.println();
    out.println(ComparisonReport.text(result));
    return result.status() == BatchResult.Status.FAILED ? NO_ANSWER : FINE;
  }
}
