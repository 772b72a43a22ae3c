package dev.modeldispatch.core.plan;

import dev.modeldispatch.core.internal.OneLine;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;

/** Numbers, names and foreign texts as the plan's texts show them. */
final class Amounts {
  private static final BigDecimal MILLIS_PER_HOUR = BigDecimal.valueOf(3_600_000);

  private static final int MAX_LISTED = 20;

  private Amounts() {}

  /** Returns the number of hours, to two decimals, without needless zeros. */
  static String number(Duration time) {
    return plain(
        BigDecimal.valueOf(time.toMillis()).divide(MILLIS_PER_HOUR, 2, RoundingMode.HALF_UP));
  }

  /** Returns the number without needless zeros. */
  static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }

  /** Returns for example {@code 4 hours}. */
  static String hours(Duration time) {
    String number = number(time);
    return number + (number.equals("1") ? " hour" : " hours");
  }

  /** Returns for example {@code 4h}, or that nobody knows. */
  static String estimate(Task task) {
    return task.estimate().map(time -> number(time) + "h").orElse("no estimate");
  }

  /** Returns for example {@code 1 task} or {@code 2 tasks}. */
  static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  static String ids(List<Task> tasks) {
    return String.join(", ", tasks.stream().map(Task::id).toList());
  }

  /** Returns the ids in brackets, at most the first 20 of them. */
  static String list(List<String> ids) {
    String more = ids.size() <= MAX_LISTED ? "]" : ", ...]";
    return "[" + String.join(", ", ids.subList(0, Math.min(ids.size(), MAX_LISTED))) + more;
  }

  /** Returns {@code ID: title}, or the id alone. */
  static String named(Task task) {
    return task.title().isEmpty() ? task.id() : task.id() + ": " + OneLine.of(task.title());
  }
}
