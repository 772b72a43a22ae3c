package dev.modeldispatch.samples.taskdispatch;

import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.core.fleet.FleetSession;
import dev.modeldispatch.core.fleet.SessionException;
import dev.modeldispatch.core.fleet.SessionFleet;
import dev.modeldispatch.core.fleet.SessionOrder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Launches one session, and leaves it to its work. */
final class LaunchCommand {
  private final Arguments arguments;
  private final Console console;
  private final Problems problems;

  LaunchCommand(Arguments arguments, Console console) {
    this.arguments = arguments;
    this.console = console;
    this.problems = new Problems(arguments);
  }

  Answer run() {
    Optional<SessionOrder> order = order();
    if (!arguments.namesServer()) {
      return problems.answer();
    }
    try (SessionFleet fleet = new FleetDoor(arguments, console).open()) {
      if (problems.isEmpty() && order.isPresent()) {
        return launched(FleetDoor.await(fleet.launch(order.get())));
      }
      order.ifPresent(some -> look(fleet, some));
    } catch (IllegalArgumentException e) {
      problems.add(List.of(String.valueOf(e.getMessage())));
    }
    return problems.answer();
  }

  /** The server knows more that is wrong; it is told with the rest. */
  private void look(SessionFleet fleet, SessionOrder order) {
    try {
      problems.add(FleetDoor.await(fleet.problems(List.of(order))));
    } catch (SessionException e) {
      problems.add(List.of(Problems.words(e)));
    }
  }

  private Optional<SessionOrder> order() {
    var order = SessionOrder.in(arguments.value("--workspace").orElse("."));
    arguments.value("--name").ifPresent(order::name);
    order.todo(arguments.list("--todo").toArray(String[]::new));
    order.contextFile(arguments.list("--context-file").toArray(String[]::new));
    order.boundary(arguments.list("--boundary").toArray(String[]::new));
    problems.take(arguments, "--model", ModelTarget::parse, order::model);
    problems.take(arguments, "--thinking", SessionOrder.Thinking::ofCode, order::thinking);
    problems.take(arguments, "--prompt", this::prompt, order::prompt);
    try {
      return Optional.of(order.build());
    } catch (IllegalArgumentException e) {
      problems.add(List.of(String.valueOf(e.getMessage())));
      return Optional.empty();
    }
  }

  private String prompt(String text) {
    String prompt = text.equals("-") ? read() : text;
    if (prompt.isBlank()) {
      throw new IllegalArgumentException(
          text.equals("-") ? "--prompt -: standard input is blank" : "--prompt is blank");
    }
    return prompt;
  }

  private String read() {
    try {
      return new String(console.in().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("standard input cannot be read", e);
    }
  }

  private static Answer launched(FleetSession session) {
    FleetSession.Launched launched = session.launched();
    SessionOrder order = launched.order();
    boolean prompted = launched.isPrompted();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("sessionId", session.id());
    json.put("workspaceId", launched.place().id());
    json.put("workspaceName", launched.place().name());
    json.put("model", order.model().map(ModelTarget::toString).orElse(""));
    json.put("prompted", prompted);
    json.put("injectedTodos", prompted ? order.todos() : List.of());
    json.put("injectedFiles", prompted ? order.contextFiles() : List.of());
    json.put("promptChars", launched.promptChars());
    Answer answer = Answer.of(TaskDispatch.FINE, "", json);
    return new Answer(answer.exit(), answer.json(), answer.json());
  }
}
