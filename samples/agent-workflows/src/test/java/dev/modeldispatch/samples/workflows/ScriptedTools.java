package dev.modeldispatch.samples.workflows;

import dev.modeldispatch.ModelDirectory;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.connector.ProviderStatus;
import dev.modeldispatch.core.tool.ModelTools;
import dev.modeldispatch.core.tool.ToolModels;
import dev.modeldispatch.core.tool.ToolOptions;
import dev.modeldispatch.core.tool.ToolReply;
import dev.modeldispatch.testkit.ScriptedDispatcher;
import java.util.List;

/** The real tools before models that answer whatever they are asked. */
final class ScriptedTools implements AutoCloseable {
  private final ScriptedDispatcher models = new ScriptedDispatcher();
  private final ModelTools tools;

  ScriptedTools() {
    models.others().answers("Fine.");
    tools =
        ModelTools.over(
            new ToolModels(models, models.batch(), new NoDirectory()), ToolOptions.standard());
  }

  ModelTools tools() {
    return tools;
  }

  /** Calls a tool; says with what the models were asked. */
  Called call(Workflow.Template template) {
    int before = models.calls().size();
    ToolReply reply = tools.named(template.tool()).reply(template.json());
    var calls = models.calls();
    return new Called(reply, calls.subList(before, calls.size()));
  }

  /** What became of a call. */
  record Called(ToolReply reply, List<ScriptedDispatcher.Asked> asked) {}

  @Override
  public void close() {
    tools.close();
  }

  /** Knows nothing; no workflow needs it. */
  private static final class NoDirectory implements ModelDirectory {
    @Override
    public List<Verdict> preflight(List<ModelTarget> targets) {
      return List.of();
    }

    @Override
    public List<ProviderStatus> models() {
      return List.of();
    }
  }
}
