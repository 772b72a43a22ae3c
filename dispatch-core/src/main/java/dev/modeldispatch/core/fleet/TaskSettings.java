package dev.modeldispatch.core.fleet;

import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.core.fleet.SessionOrder.Thinking;
import dev.modeldispatch.core.fleet.TaskDispatch.Event;
import dev.modeldispatch.core.plan.Project;
import dev.modeldispatch.core.plan.Task;
import dev.modeldispatch.core.routing.Route;
import dev.modeldispatch.core.routing.RoutingTable;
import dev.modeldispatch.core.workspace.ReviewRules;
import dev.modeldispatch.core.workspace.Workspace;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What a run of tasks was asked for, as {@link TaskDispatch.Builder} says. */
record TaskSettings(
    SessionFleet fleet,
    Workspace workspace,
    String place,
    RoutingTable routes,
    Map<String, String> kinds,
    Optional<ModelTarget> model,
    Optional<Thinking> thinking,
    int workers,
    boolean phased,
    boolean merging,
    ReviewRules rules,
    Duration limit,
    Consumer<Event> listener) {
  TaskSettings {
    kinds = Map.copyOf(kinds);
  }

  /** Returns what a task's session is launched with, to work in this place. */
  SessionOrder order(Project project, Task task, String where) {
    var prompt = new TaskPrompt(project, task);
    var order =
        SessionOrder.in(where)
            .name(name(task))
            .prompt(prompt.text(where))
            .boundary(task.scope())
            .todo(prompt.todos().toArray(String[]::new));
    Route route = routes.route(taskType(prompt.type()));
    order.model(model.orElse(route.target()));
    thinking.or(() -> level(route)).ifPresent(order::thinking);
    return order.build();
  }

  private static Optional<Thinking> level(Route route) {
    String level = route.tier().thinking();
    return level.isEmpty() ? Optional.empty() : Optional.of(Thinking.ofCode(level));
  }

  /** Work of a kind that nobody has named is taken for the hardest. */
  private String taskType(String kind) {
    String known = kinds.get(kind);
    if (known != null) {
      return known;
    }
    return routes.taskTypes().contains(kind)
        ? kind
        : kinds.getOrDefault("implementation", "complex-codegen");
  }

  private static String name(Task task) {
    String name = (task.id() + ": " + task.title()).replaceAll("\\p{Cntrl}", " ").strip();
    return name.length() > 100 ? name.substring(0, 100) : name;
  }

  void tell(Event.Kind kind, String subject, String words) {
    listener.accept(new Event(kind, subject, words));
  }
}
