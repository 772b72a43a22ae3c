package dev.modeldispatch.core.tool;

import dev.modeldispatch.BatchDispatcher;
import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.ModelDirectory;

/**
 * Who does what the tools are asked for.
 *
 * @param dispatcher asks one model
 * @param batch asks several at once
 * @param directory tells which can be asked
 */
public record ToolModels(Dispatcher dispatcher, BatchDispatcher batch, ModelDirectory directory) {}
