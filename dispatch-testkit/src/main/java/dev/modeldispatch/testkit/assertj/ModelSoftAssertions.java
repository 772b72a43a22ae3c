package dev.modeldispatch.testkit.assertj;

import dev.modeldispatch.BatchResult;
import dev.modeldispatch.Failure;
import dev.modeldispatch.ModelResult;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;

/**
 * Assertions that are all made before the failing ones are told. Those that a slot or a failure of
 * another assertion leads to fail at once.
 */
public class ModelSoftAssertions extends SoftAssertions {
  /** Makes an empty collection of assertions. */
  public ModelSoftAssertions() {}

  /** Begins assertions on a result. */
  public ModelResultAssert assertThat(@Nullable ModelResult actual) {
    return proxy(ModelResultAssert.class, ModelResult.class, actual);
  }

  /** Begins assertions on a batch's result. */
  public BatchResultAssert assertThat(@Nullable BatchResult actual) {
    return proxy(BatchResultAssert.class, BatchResult.class, actual);
  }

  /** Begins assertions on a failure. */
  public FailureAssert assertThat(@Nullable Failure actual) {
    return proxy(FailureAssert.class, Failure.class, actual);
  }
}
