package dev.modeldispatch.core.routing;

import dev.modeldispatch.Misuse;
import dev.modeldispatch.ModelTarget;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Where one kind of task goes.
 *
 * @param taskType the kind of task, for example {@code code-review}: letters, digits, {@code . _
 *     -}, at most 64 characters
 * @param tier how strong a model the task needs
 * @param target who is asked
 * @param fallbacks who is asked next, in order, if the target fails; at most 5
 */
public record Route(String taskType, Tier tier, ModelTarget target, List<ModelTarget> fallbacks) {
  private static final Pattern TASK_TYPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final int MAX_FALLBACKS = 5;

  /**
   * A strength of models.
   *
   * @param number the tier's place, from 1 for the lightest
   * @param name the tier's name, for example {@code fast}
   */
  public record Tier(int number, String name) {}

  /** Checks the task type and the number of fallbacks. */
  public Route {
    fallbacks = List.copyOf(fallbacks);
    int count = fallbacks.size();
    Misuse.check("route")
        .unless(
            TASK_TYPE.matcher(taskType).matches(),
            () ->
                Misuse.quote(taskType)
                    + " is not a task type; use letters, digits, '.', '_', '-',"
                    + " for example code-review")
        .unless(
            count <= MAX_FALLBACKS,
            () -> count + " fallbacks are too many; name at most " + MAX_FALLBACKS)
        .orThrow();
  }

  /** Returns the same route to this target; tier and fallbacks stay. */
  public Route withTarget(ModelTarget target) {
    return new Route(taskType, tier, target, fallbacks);
  }
}
