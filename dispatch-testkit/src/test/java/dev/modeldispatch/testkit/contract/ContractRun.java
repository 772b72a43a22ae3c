package dev.modeldispatch.testkit.contract;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Runs single tests of a contract against a broken implementation. */
final class ContractRun {
  private ContractRun() {}

  /** Runs this test of the class, with all its parameters. */
  static TestExecutionSummary of(Class<?> broken, String test) {
    var heard = new SummaryGeneratingListener();
    var request =
        LauncherDiscoveryRequestBuilder.request().selectors(selector(broken, test)).build();
    LauncherFactory.create().execute(request, heard);
    return heard.getSummary();
  }

  private static DiscoverySelector selector(Class<?> broken, String test) {
    Method method =
        Stream.<Class<?>>iterate(broken, type -> type != Object.class, Class::getSuperclass)
            .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
            .filter(found -> found.getName().equals(test))
            .findFirst()
            .orElseThrow(() -> new AssertionError("The contract has no test " + test));
    return selectMethod(broken, method);
  }
}
