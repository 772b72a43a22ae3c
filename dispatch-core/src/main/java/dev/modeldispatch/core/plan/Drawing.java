package dev.modeldispatch.core.plan;

import dev.modeldispatch.core.internal.MermaidLabel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The graph as a picture. Nodes are named by number, so that only labels hold foreign text.
 *
 * @param nodes the tasks by id
 * @param edges from a task to one that waits for it
 */
record Drawing(List<Node> nodes, List<Edge> edges) {
  private static final String MERMAID_STYLES =
      """
        classDef done fill:#e0e0e0,stroke:#9e9e9e,color:#616161
        classDef running fill:#bbdefb,stroke:#1976d2
        classDef ready fill:#c8e6c9,stroke:#388e3c
        classDef blocked fill:#ffffff,stroke:#757575
        classDef critical stroke:#d32f2f,stroke-width:3px
      """;

  /** One task. */
  record Node(int number, String label, Standing.Stage stage, boolean isCritical) {
    private String kind() {
      return stage.name().toLowerCase(Locale.ROOT);
    }

    private String fill() {
      return switch (stage) {
        case DONE -> "#e0e0e0";
        case RUNNING -> "#bbdefb";
        case READY -> "#c8e6c9";
        case BLOCKED -> "#ffffff";
      };
    }
  }

  /** One task waits for another; critical if both follow each other on the critical path. */
  record Edge(int from, int to, boolean isCritical) {}

  static Drawing of(Plan plan) {
    TaskGraph graph = plan.graph();
    List<Integer> path = plan.criticalPath().stream().map(t -> graph.place(t.id())).toList();
    Set<List<Integer>> steps = new HashSet<>();
    for (int i = 1; i < path.size(); i++) {
      steps.add(List.of(path.get(i - 1), path.get(i)));
    }
    Set<Integer> onPath = new HashSet<>(path);
    List<Node> nodes = new ArrayList<>();
    List<Edge> edges = new ArrayList<>();
    Links needs = graph.needs();
    for (int place = 0; place < graph.size(); place++) {
      Task task = graph.task(place);
      String label = Amounts.named(task) + " (" + Amounts.estimate(task) + ")";
      nodes.add(new Node(place, label, plan.standing().stage(place), onPath.contains(place)));
      for (int k = needs.from(place); k < needs.to(place); k++) {
        int need = needs.end(k);
        edges.add(new Edge(need, place, steps.contains(List.of(need, place))));
      }
    }
    return new Drawing(nodes, edges);
  }

  String mermaid() {
    var out = new StringBuilder("flowchart LR\n");
    for (Node node : nodes) {
      String label = MermaidLabel.of(node.label());
      out.append("  t" + node.number() + "[\"" + label + "\"]:::" + node.kind() + "\n");
    }
    for (Edge edge : edges) {
      String arrow = edge.isCritical() ? " ==> " : " --> ";
      out.append("  t" + edge.from() + arrow + "t" + edge.to() + "\n");
    }
    for (Node node : nodes) {
      out.append(node.isCritical() ? "  class t" + node.number() + " critical\n" : "");
    }
    return out.append(MERMAID_STYLES).toString();
  }

  String dot() {
    var out =
        new StringBuilder("digraph plan {\n  rankdir=LR;\n  node [shape=box, style=filled];\n");
    for (Node node : nodes) {
      String label = node.label().replace("\\", "\\\\").replace("\"", "\\\"");
      String critical = node.isCritical() ? ", color=\"#d32f2f\", penwidth=3" : "";
      String look = ", class=\"" + node.kind() + "\", fillcolor=\"" + node.fill() + "\"" + critical;
      out.append("  t" + node.number() + " [label=\"" + label + "\"" + look + "];\n");
    }
    for (Edge edge : edges) {
      String critical = edge.isCritical() ? " [color=\"#d32f2f\", penwidth=3]" : "";
      out.append("  t" + edge.from() + " -> t" + edge.to() + critical + ";\n");
    }
    return out.append("}\n").toString();
  }
}
