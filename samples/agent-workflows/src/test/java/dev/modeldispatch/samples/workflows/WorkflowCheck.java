package dev.modeldispatch.samples.workflows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.core.routing.Route;
import dev.modeldispatch.core.routing.RoutingTable;
import dev.modeldispatch.core.tool.ModelTool;
import dev.modeldispatch.testkit.ScriptedDispatcher.Asked;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds what a workflow says that the library does not know: each name in code font is a task type,
 * a tool or an argument, and each template is a call that the tools accept.
 */
final class WorkflowCheck implements AutoCloseable {
  private static final String MCP_SERVER = "dispatch_";
  private static final Set<String> OPENCODE_TOOLS = Set.of("write", "edit", MCP_SERVER + "*");
  private static final Duration RESEARCH_TIMEOUT = Duration.ofSeconds(30);
  private static final Set<String> RESEARCH =
      Set.of(
          "research",
          "library-comparison",
          "api-analysis",
          "docs-lookup",
          "quick-check",
          "deep-research");

  private final RoutingTable routes = RoutingTable.original();
  private final ScriptedTools scripted = new ScriptedTools();
  private final Set<String> tools =
      scripted.tools().all().stream().map(ModelTool::name).collect(Collectors.toSet());
  private final Set<String> arguments = arguments(scripted.tools().all());

  private static Set<String> arguments(List<ModelTool> tools) {
    var names = new LinkedHashSet<String>();
    try {
      for (ModelTool tool : tools) {
        var properties = new ObjectMapper().readTree(tool.schema()).path("properties");
        properties.fieldNames().forEachRemaining(names::add);
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tool's schema is no JSON", e);
    }
    return names;
  }

  /** {@return all that is wrong, in words; empty if nothing is} */
  List<String> problems(Workflow workflow) {
    var problems = new ArrayList<String>();
    workflow.codeSpans().forEach(span -> checkSpan(span, problems));
    workflow.header().keySet().stream()
        .filter(key -> key.startsWith("tools."))
        .map(key -> key.substring("tools.".length()))
        .filter(tool -> !tools.contains(tool) && !OPENCODE_TOOLS.contains(tool))
        .forEach(tool -> problems.add("the header's tool " + tool + " does not exist"));
    workflow.taskTypes().stream()
        .filter(type -> !routes.taskTypes().contains(type))
        .forEach(type -> problems.add("the table's task type " + type + " does not exist"));
    workflow.templates().forEach(template -> checkTemplate(template, problems));
    return problems;
  }

  private void checkSpan(String span, List<String> problems) {
    if (span.matches("\\[[a-z-]+ [a-z]+]") && !isPrefix(span)) {
      problems.add("no tool says " + span);
    }
    if (!span.matches("[a-z]+([-_A-Z][A-Za-z]*)*")) {
      return; // a command, a line of a report
    }
    String tool = span.startsWith(MCP_SERVER) ? span.substring(MCP_SERVER.length()) : span;
    if (!tools.contains(tool) && !arguments.contains(span) && !routes.taskTypes().contains(span)) {
      problems.add(span + " is no task type, no tool and no argument");
    }
  }

  /** Whether a tool begins its refusals so. */
  private boolean isPrefix(String span) {
    return scripted.tools().all().stream()
        .anyMatch(tool -> tool.call("{\"wrong\":1}").startsWith(span + " "));
  }

  private void checkTemplate(Workflow.Template template, List<String> problems) {
    if (!tools.contains(template.tool())) {
      problems.add("a template is for " + template.tool() + ", which is no tool");
      return;
    }
    var called = scripted.call(template);
    if (called.reply().isError() || called.asked().isEmpty()) {
      problems.add(template.tool() + " refuses a template: " + called.reply().text());
      return;
    }
    Set<ModelTarget> known =
        routes.routes().stream().map(Route::target).collect(Collectors.toSet());
    called.asked().stream()
        .map(Asked::target)
        .filter(target -> !known.contains(target))
        .forEach(target -> problems.add("the routing table does not know " + target));
    if (isResearch(template)) {
      called.asked().forEach(asked -> checkResearch(asked, problems));
    }
  }

  private static void checkResearch(Asked asked, List<String> problems) {
    if (!asked.prompt().timeout().equals(Optional.of(RESEARCH_TIMEOUT))) {
      problems.add("a research template has no timeout of 30");
    }
    if (asked.prompt().system().isEmpty()) {
      problems.add("a research template has no systemPrompt");
    }
  }

  private static boolean isResearch(Workflow.Template template) {
    return RESEARCH.stream().anyMatch(type -> template.json().contains('"' + type + '"'));
  }

  @Override
  public void close() {
    scripted.close();
  }
}
