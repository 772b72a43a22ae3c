package dev.modeldispatch.samples.mcp;

import dev.modeldispatch.core.ModelDispatchBuilder;
import java.util.function.Consumer;

/** A limit as the file says it, for example {@code retries 2}. */
record Limit(String shown, Consumer<ModelDispatchBuilder> into) {}
