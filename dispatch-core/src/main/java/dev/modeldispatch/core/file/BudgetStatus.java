package dev.modeldispatch.core.file;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldispatch.core.internal.AtomicFiles;
import dev.modeldispatch.core.internal.FileTrouble;
import dev.modeldispatch.core.internal.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;

/**
 * What {@code budget-status.json} says of the token budget. Over budget the rest is negative.
 *
 * @param total how many tokens may be used
 * @param used how many were
 */
record BudgetStatus(long total, long used) {
  static final String FILE = "budget-status.json";
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  void write(Path folder) throws FileTrouble {
    ObjectNode json = Json.object();
    json.put("total_budget", total);
    json.put("used", used);
    json.put("remaining", total - used);
    json.put("percent_used", percent());
    AtomicFiles.write(folder.resolve(FILE), Json.bytes(json));
  }

  private double percent() {
    return BigDecimal.valueOf(used)
        .multiply(HUNDRED)
        .divide(BigDecimal.valueOf(total), 1, RoundingMode.HALF_UP)
        .doubleValue();
  }
}
