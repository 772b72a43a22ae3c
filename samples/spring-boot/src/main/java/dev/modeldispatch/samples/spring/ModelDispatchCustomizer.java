package dev.modeldispatch.samples.spring;

import dev.modeldispatch.core.ModelDispatchBuilder;

/**
 * Sets what no property says: connectors of one's own, protections, rules. A bean of this type is
 * called after the properties, in the order of {@code @Order}.
 */
@FunctionalInterface
public interface ModelDispatchCustomizer {
  /** Changes the builder. */
  void customize(ModelDispatchBuilder builder);
}
