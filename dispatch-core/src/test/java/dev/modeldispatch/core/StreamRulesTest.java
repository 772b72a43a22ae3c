package dev.modeldispatch.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.modeldispatch.DispatchEvent;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.TestAbortedException;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.SkipException;
import org.testng.annotations.Test;

/** The rules of reactive streams, as their own kit checks them. */
class StreamRulesTest {
  private static final long SIGNAL_WITHIN_MS = 500;
  private static final long NO_SIGNAL_FOR_MS = 20;
  private static final long POLL_MS = 5;
  private static final long FORGOTTEN_WITHIN_MS = 300;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ModelDispatch models = door();
  private final ModelDispatch closed = door();

  private ModelDispatch door() {
    return ModelDispatch.builder().connector(new Talker("x", threads)).build();
  }

  @AfterEach
  void close() {
    models.close();
    threads.shutdownNow();
  }

  @TestFactory
  Stream<DynamicTest> streamKeepsTheRules() {
    closed.close();
    List<Method> rules =
        Arrays.stream(Rules.class.getMethods())
            .filter(method -> method.isAnnotationPresent(Test.class))
            .sorted(Comparator.comparing(Method::getName))
            .toList();
    assertThat(rules)
        .extracting(Method::getName)
        .contains("required_spec309_requestZeroMustSignalIllegalArgumentException");
    return rules.stream().map(rule -> dynamicTest(rule.getName(), () -> check(rule)));
  }

  private void check(Method rule) throws Throwable {
    var rules = new Rules();
    rules.setUp();
    try {
      rule.invoke(rules);
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      throw cause instanceof SkipException && maySkip(rule)
          ? new TestAbortedException(cause.getMessage(), cause)
          : cause;
    }
  }

  /** What is required is checked; a stream that never fails cannot be checked for how it does. */
  private static boolean maySkip(Method rule) {
    return !rule.getName().startsWith("required_")
        || rule.getName().startsWith("required_spec109_mayRejectCallsToSubscribe");
  }

  private final class Rules extends FlowPublisherVerification<DispatchEvent> {
    Rules() {
      super(new TestEnvironment(SIGNAL_WITHIN_MS, NO_SIGNAL_FOR_MS, POLL_MS), FORGOTTEN_WITHIN_MS);
    }

    /** Of one event, or none: a closed door; of two: a model that fails; else text in between. */
    @Override
    public Flow.Publisher<DispatchEvent> createFlowPublisher(long elements) {
      return elements <= 1
          ? closed.stream("talk/1", "hi")
          : models.stream("talk/" + (elements - 2), "hi");
    }

    @Override
    public Flow.Publisher<DispatchEvent> createFailedFlowPublisher() {
      throw new SkipException("failures are results");
    }
  }
}
