package dev.modeldispatch.core.usage;

import java.util.List;

/** Lays rows of the same length out as a table. */
final class Columns {
  private Columns() {}

  static String of(List<List<String>> rows) {
    var out = new StringBuilder();
    for (List<String> row : rows) {
      var line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        int at = column;
        int width = rows.stream().mapToInt(r -> r.get(at).length()).max().orElse(0);
        String cell = row.get(column);
        line.append(cell).append(" ".repeat(width - cell.length() + 2));
      }
      out.append(line.toString().stripTrailing()).append('\n');
    }
    return out.toString();
  }
}
