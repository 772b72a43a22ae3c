package dev.modeldispatch.core.routing;

import dev.modeldispatch.Fallbacks;
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
 * @param fallbacks who is asked next if the target fails, never the target itself
 */
public record Route(String taskType, Tier tier, ModelTarget target, Fallbacks fallbacks) {
  private static final Pattern TASK_TYPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  /**
   * A strength of models.
   *
   * @param number the tier's place, from 1 for the lightest
   * @param name the tier's name, for example {@code fast}
   * @param thinking how much its models should think where that can be chosen: {@code off}, {@code
   *     minimal}, {@code low}, {@code medium}, {@code high} or {@code xhigh}; empty: their default
   */
  public record Tier(int number, String name, String thinking) {
    static final List<String> LEVELS = List.of("off", "minimal", "low", "medium", "high", "xhigh");

    /** Refuses a level that there is not. */
    public Tier {
      Misuse.check("tier")
          .unless(
              thinking.isEmpty() || LEVELS.contains(thinking),
              () -> "thinking " + Misuse.quote(thinking) + " is none of " + LEVELS)
          .orThrow();
    }

    /** Makes a tier whose models think as they do by default. */
    public Tier(int number, String name) {
      this(number, name, "");
    }

    /** Whether both are the same tier, be it with another level. */
    boolean isSame(Tier other) {
      return number == other.number && name.equals(other.name);
    }
  }

  /** Checks the task type, and that the fallbacks lead elsewhere. */
  public Route {
    Misuse.check("route")
        .unless(
            TASK_TYPE.matcher(taskType).matches(),
            () ->
                Misuse.quote(taskType)
                    + " is not a task type; use letters, digits, '.', '_', '-',"
                    + " for example code-review")
        .unless(
            !fallbacks.names(target),
            () -> "the fallbacks of " + target + " lead back to itself; name others")
        .orThrow();
  }

  /** Returns the same route to this target; tier and fallbacks stay. */
  public Route withTarget(ModelTarget target) {
    return new Route(taskType, tier, target, fallbacks);
  }
}
