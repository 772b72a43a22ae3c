package dev.modeldispatch.testkit.assertj;

import dev.modeldispatch.BatchResult;
import dev.modeldispatch.Failure;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.testkit.server.FakeModelServer;
import dev.modeldispatch.testkit.server.FakeOpencodeServer;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.InstanceOfAssertFactory;
import org.jspecify.annotations.Nullable;

/**
 * Where assertions begin. One static import of {@code ModelAssertions.assertThat} brings AssertJ's
 * own as well.
 */
public class ModelAssertions extends Assertions {
  /** For {@code asInstanceOf}: assertions on a result. */
  public static final InstanceOfAssertFactory<ModelResult, ModelResultAssert> MODEL_RESULT =
      new InstanceOfAssertFactory<>(ModelResult.class, ModelAssertions::assertThat);

  /** For {@code asInstanceOf}: assertions on a batch's result. */
  public static final InstanceOfAssertFactory<BatchResult, BatchResultAssert> BATCH_RESULT =
      new InstanceOfAssertFactory<>(BatchResult.class, ModelAssertions::assertThat);

  /** For {@code asInstanceOf}: assertions on a failure. */
  public static final InstanceOfAssertFactory<Failure, FailureAssert> FAILURE =
      new InstanceOfAssertFactory<>(Failure.class, ModelAssertions::assertThat);

  /** For subclasses that add assertions of their own. */
  protected ModelAssertions() {}

  /** Begins assertions on a result. */
  public static ModelResultAssert assertThat(@Nullable ModelResult actual) {
    return new ModelResultAssert(actual);
  }

  /** Begins assertions on a batch's result. */
  public static BatchResultAssert assertThat(@Nullable BatchResult actual) {
    return new BatchResultAssert(actual);
  }

  /** Begins assertions on a failure. */
  public static FailureAssert assertThat(@Nullable Failure actual) {
    return new FailureAssert(actual);
  }

  /** Begins assertions on what came to a server. */
  public static ModelServerAssert assertThat(@Nullable FakeModelServer actual) {
    return new ModelServerAssert(actual);
  }

  /** Begins assertions on what came to an opencode server. */
  public static OpencodeServerAssert assertThat(@Nullable FakeOpencodeServer actual) {
    return new OpencodeServerAssert(actual);
  }
}
