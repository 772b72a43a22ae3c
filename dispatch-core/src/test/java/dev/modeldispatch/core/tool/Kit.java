package dev.modeldispatch.core.tool;

import dev.modeldispatch.ModelDirectory;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.connector.ProviderStatus;
import dev.modeldispatch.core.internal.Resources;
import dev.modeldispatch.testkit.ScriptedDispatcher;
import dev.modeldispatch.testkit.VirtualTime;
import java.util.List;

/** The tools over scripted models on a time that a test moves. */
final class Kit {
  final VirtualTime time = new VirtualTime();
  final ScriptedDispatcher models = new ScriptedDispatcher(time);
  final ModelTools tools;
  List<ProviderStatus> listed = List.of();
  List<ModelDirectory.Verdict> verdicts = List.of();

  Kit() {
    this(ToolOptions.standard());
  }

  Kit(ToolOptions options) {
    var directory =
        new ModelDirectory() {
          @Override
          public List<Verdict> preflight(List<ModelTarget> targets) {
            return verdicts;
          }

          @Override
          public List<ProviderStatus> models() {
            return listed;
          }
        };
    var all = new ToolModels(models, models.batch(), directory);
    tools =
        ModelTools.over(port -> all, options, new Resources(time, time, Runnable::run), () -> {});
  }

  /** Calls a tool with arguments in single quotes. */
  ToolReply reply(String tool, String arguments) {
    return tools.named(tool).reply(arguments.replace('\'', '"'));
  }

  String call(String tool, String arguments) {
    return reply(tool, arguments).text();
  }

  String dispatch(String arguments) {
    return call("dispatch", arguments);
  }

  String batch(String arguments) {
    return call("batch-dispatch", arguments);
  }
}
