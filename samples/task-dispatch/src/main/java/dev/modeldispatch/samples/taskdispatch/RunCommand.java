package dev.modeldispatch.samples.taskdispatch;

import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.core.fleet.SessionFleet;
import dev.modeldispatch.core.fleet.SessionOrder;
import dev.modeldispatch.core.fleet.SessionServer.Place;
import dev.modeldispatch.core.fleet.TaskDispatch;
import dev.modeldispatch.core.fleet.TaskReport;
import dev.modeldispatch.core.routing.RoutingTable;
import dev.modeldispatch.core.workspace.Workspace;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Gives the tasks of a repository to sessions, and tells what happens while it does. */
final class RunCommand {
  private final Arguments arguments;
  private final Console console;
  private final Problems problems;

  RunCommand(Arguments arguments, Console console, Problems problems) {
    this.arguments = arguments;
    this.console = console;
    this.problems = problems;
  }

  /** All that is wrong with the input is found before anything is opened. */
  Answer run(Optional<Workspace> workspace) {
    Knobs knobs = knobs();
    if (!problems.isEmpty() || workspace.isEmpty()) {
      return problems.answer();
    }
    if (arguments.fleet().equals("fake")) {
      try (var fakes = FakeAgents.start(knobs.routes(), knobs.model())) {
        return run(workspace.get(), knobs, fakes.fleet());
      }
    }
    try (SessionFleet fleet = new FleetDoor(arguments, console).open()) {
      return run(workspace.get(), knobs, fleet);
    }
  }

  private Answer run(Workspace workspace, Knobs knobs, SessionFleet fleet) {
    Place place = FleetDoor.await(fleet.place(named(workspace)));
    if (place.folder().isPresent() && !place.folder().get().equals(workspace.root())) {
      problems.add(List.of("workspace " + place.name() + " is not " + workspace.root()));
      return problems.answer();
    }
    TaskDispatch.Builder run = TaskDispatch.builder(fleet, workspace);
    knobs.all().forEach(knob -> knob.accept(run));
    if (!isQuiet()) {
      console.out().println("Sessions run on " + fleet.server() + "\n");
      run.listener(event -> console.out().println(ReportAnswer.line(event)));
    }
    TaskReport report = run.build().run();
    return new ReportAnswer(report, arguments).answer();
  }

  private String named(Workspace workspace) {
    return arguments.value("--workspace").orElse(workspace.root().toString());
  }

  private boolean isQuiet() {
    return arguments.json() || arguments.value("--graph").isPresent();
  }

  /** What the run is set to, and what a fake server has to know of it. */
  private record Knobs(
      RoutingTable routes, Optional<ModelTarget> model, List<Consumer<TaskDispatch.Builder>> all) {}

  private Knobs knobs() {
    var knobs = new ArrayList<Consumer<TaskDispatch.Builder>>();
    var routes = new ArrayList<RoutingTable>();
    var models = new ArrayList<ModelTarget>();
    problems.take(arguments, "--model", ModelTarget::parse, models::add);
    problems.take(
        arguments,
        "--thinking",
        SessionOrder.Thinking::ofCode,
        level -> knobs.add(run -> run.thinking(level)));
    problems.take(arguments, "--routes", RunCommand::routes, routes::add);
    RoutingTable table = routes.isEmpty() ? RoutingTable.original() : routes.get(0);
    models.forEach(model -> knobs.add(run -> run.model(model)));
    knobs.add(run -> run.routes(table).review(ReviewCommand.rules(arguments)));
    arguments.value("--workspace").ifPresent(place -> knobs.add(run -> run.place(place)));
    if (arguments.problems().isEmpty()) {
      arguments.limit().ifPresent(limit -> knobs.add(run -> run.sessionLimit(limit)));
      arguments.number("--workers").ifPresent(n -> knobs.add(run -> run.workers(n)));
    }
    if (arguments.has("--phased")) {
      knobs.add(TaskDispatch.Builder::phased);
    }
    if (arguments.has("--merging")) {
      knobs.add(TaskDispatch.Builder::merging);
    }
    return new Knobs(table, models.stream().findFirst(), List.copyOf(knobs));
  }

  private static RoutingTable routes(String file) {
    try {
      return RoutingTable.original().overlay(Path.of(file));
    } catch (UncheckedIOException e) {
      throw new IllegalArgumentException("--routes " + file + " cannot be read", e);
    }
  }
}
