package dev.modeldispatch.core.tool;

import dev.modeldispatch.ModelDirectory;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.connector.ProviderStatus;
import java.util.List;

/** Knows nobody. */
final class NoDirectory implements ModelDirectory {
  @Override
  public List<Verdict> preflight(List<ModelTarget> targets) {
    return List.of();
  }

  @Override
  public List<ProviderStatus> models() {
    return List.of();
  }
}
