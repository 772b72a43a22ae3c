package dev.modeldispatch.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A rule that nothing can break proves nothing: each has a row in its Broken test. */
class EveryRuleIsBrokenTest {
  static Stream<Arguments> contracts() {
    return Stream.of(
        Arguments.of(DispatcherContract.class, Object.class, BrokenDispatcherTest.class),
        Arguments.of(DecoratorContract.class, DispatcherContract.class, BrokenDecoratorTest.class),
        Arguments.of(BatchDispatcherContract.class, Object.class, BrokenBatchTest.class),
        Arguments.of(ConnectorContract.class, Object.class, BrokenConnectorTest.class));
  }

  @ParameterizedTest
  @MethodSource("contracts")
  void eachRuleOfAContractHasAnImplementationThatBreaksIt(
      Class<?> contract, Class<?> end, Class<?> brokenTest) throws Exception {
    var rules =
        Stream.<Class<?>>iterate(contract, type -> type != end, Class::getSuperclass)
            .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
            .filter(EveryRuleIsBrokenTest::isRule)
            .map(Method::getName)
            .toList();

    assertThat(broken(brokenTest)).containsAll(rules);
    assertThat(rules).isNotEmpty();
  }

  private static boolean isRule(Method method) {
    return method.isAnnotationPresent(Test.class)
        || method.isAnnotationPresent(ParameterizedTest.class);
  }

  private static List<String> broken(Class<?> brokenTest) throws NoSuchMethodException {
    var rows =
        brokenTest
            .getDeclaredMethod("theContractCatchesIt", String.class, String.class)
            .getAnnotation(CsvSource.class);
    return Arrays.stream(rows.value()).map(row -> row.split(",", -1)[1].strip()).toList();
  }
}
