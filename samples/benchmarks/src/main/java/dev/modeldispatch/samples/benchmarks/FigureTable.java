package dev.modeldispatch.samples.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** Lays figures out for people first, then for programs. */
final class FigureTable {
  private static final List<String> HEAD = List.of("figure", "value", "bound", "verdict", "detail");

  private final List<Figure> figures;

  FigureTable(List<Figure> figures) {
    this.figures = List.copyOf(figures);
  }

  /** {@return the table and one {@code figure} line for each number} */
  String text() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEAD);
    for (Figure figure : figures) {
      rows.add(cells(figure));
    }
    var out = new StringBuilder();
    for (List<String> row : rows) {
      out.append(padded(row, rows)).append('\n');
    }
    for (Figure figure : figures) {
      out.append(figure.line()).append('\n');
    }
    return out.toString();
  }

  private static List<String> cells(Figure figure) {
    return List.of(
        figure.name(),
        Figure.number(figure.value()),
        figure.bound().toString(),
        figure.verdict(),
        figure.detail());
  }

  private static String padded(List<String> row, List<List<String>> rows) {
    var line = new StringBuilder();
    for (int column = 0; column < row.size(); column++) {
      int at = column;
      int width = rows.stream().mapToInt(r -> r.get(at).length()).max().orElse(0);
      String cell = row.get(column);
      line.append(cell).append(" ".repeat(width - cell.length() + 2));
    }
    return line.toString().stripTrailing();
  }
}
