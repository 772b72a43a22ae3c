package dev.modeldispatch.samples.langchain4j;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.service.tool.ToolExecutor;
import dev.modeldispatch.core.tool.ModelTool;
import dev.modeldispatch.core.tool.ModelTools;
import java.util.LinkedHashMap;
import java.util.Map;

/** Our tools as LangChain4j knows tools: a specification and what executes it. */
final class LangChain4jTools {
  private static final ObjectMapper JSON = new ObjectMapper();

  private LangChain4jTools() {}

  /** Returns all tools, for {@code AiServices.tools(..)}. */
  static Map<ToolSpecification, ToolExecutor> of(ModelTools tools) {
    Map<ToolSpecification, ToolExecutor> all = new LinkedHashMap<>();
    for (ModelTool tool : tools.all()) {
      all.put(specification(tool), (request, memoryId) -> tool.call(request.arguments()));
    }
    return all;
  }

  private static ToolSpecification specification(ModelTool tool) {
    try {
      var json = JSON.createObjectNode();
      json.put("name", tool.name());
      json.put("description", tool.description());
      json.set("parameters", JSON.readTree(tool.schema()));
      return ToolSpecification.fromJson(JSON.writeValueAsString(json));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(tool.name() + ": its schema is no JSON", e);
    }
  }
}
