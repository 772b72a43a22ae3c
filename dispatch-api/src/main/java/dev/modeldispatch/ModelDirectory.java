package dev.modeldispatch;

import dev.modeldispatch.connector.ProviderStatus;
import java.util.List;
import java.util.Optional;

/** Says which targets can be asked, before they are. Thread-safe. */
public interface ModelDirectory {
  /**
   * What is known of one target.
   *
   * @param target the target
   * @param readiness whether it can be asked
   * @param failure what a dispatch would end with, if it cannot be asked
   */
  record Verdict(ModelTarget target, Readiness readiness, Optional<Failure> failure) {}

  /** Whether a target can be asked. */
  enum Readiness {
    /** Its provider lists the model. */
    READY,
    /** Its provider did not tell, or serves more than it lists; asking will show. */
    UNKNOWN,
    /** A dispatch would fail. */
    NOT_READY
  }

  /**
   * Returns one verdict per target, in order. Blocks for a few seconds at most: each provider's
   * list is asked for once, all at the same time, and one that is silent holds no other up.
   */
  List<Verdict> preflight(List<ModelTarget> targets);

  /** {@return every connected provider with the models that it lists} */
  List<ProviderStatus> models();
}
