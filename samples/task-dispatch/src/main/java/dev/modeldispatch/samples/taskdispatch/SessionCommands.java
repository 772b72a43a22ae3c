package dev.modeldispatch.samples.taskdispatch;

import dev.modeldispatch.core.fleet.FleetSession;
import dev.modeldispatch.core.fleet.SessionException;
import dev.modeldispatch.core.fleet.SessionFleet;
import dev.modeldispatch.core.fleet.SessionState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;

/** Stops sessions or waits for them, all at once, and tells one line for each. */
record SessionCommands(Arguments arguments, Console console) {
  Answer stop() {
    return each(FleetSession::stop, state -> state.status().isTerminal(), "not stopped");
  }

  /** A turn that failed leaves its session at rest, too; that is for a person to look at. */
  Answer await() {
    Function<FleetSession, CompletableFuture<SessionState>> turn =
        session -> arguments.limit().map(session::turn).orElseGet(session::turn);
    return each(turn, state -> state.failure().isEmpty(), "unknown");
  }

  private Answer each(
      Function<FleetSession, CompletableFuture<SessionState>> doing,
      Predicate<SessionState> fine,
      String otherwise) {
    var problems = new Problems(arguments);
    if (!problems.isEmpty()) {
      return problems.answer();
    }
    String workspace = arguments.value("--workspace").orElse(".");
    try (SessionFleet fleet = new FleetDoor(arguments, console).open()) {
      FleetDoor.await(fleet.place(workspace));
      Map<String, CompletableFuture<SessionState>> all = new LinkedHashMap<>();
      for (String id : arguments.ids()) {
        all.computeIfAbsent(id, key -> fleet.session(workspace, key).thenCompose(doing));
      }
      return told(all, fine, otherwise);
    }
  }

  private static Answer told(
      Map<String, CompletableFuture<SessionState>> all,
      Predicate<SessionState> fine,
      String otherwise) {
    var page = new StringBuilder();
    Map<String, String> json = new LinkedHashMap<>();
    int exit = TaskDispatch.FINE;
    for (Map.Entry<String, CompletableFuture<SessionState>> each : all.entrySet()) {
      String status = otherwise;
      String why = "";
      try {
        SessionState state = FleetDoor.await(each.getValue());
        status = state.status().code();
        if (!fine.test(state)) {
          why = state.failure().map(Object::toString).orElse("it goes on");
          exit = TaskDispatch.NOT_CLEAN;
        }
      } catch (SessionException e) {
        why = Problems.words(e);
        exit = TaskDispatch.NOT_CLEAN;
      }
      page.append(each.getKey() + ": " + status + (why.isEmpty() ? "" : " (" + why + ")") + "\n");
      json.put(each.getKey(), status);
    }
    return Answer.of(exit, page.toString(), Map.of("sessions", json));
  }

  Answer run() {
    return switch (arguments.command()) {
      case LAUNCH -> new LaunchCommand(arguments, console).run();
      case STOP -> stop();
      case WAIT -> await();
      default -> throw new IllegalStateException(arguments.command() + " is of no session");
    };
  }
}
