package dev.modeldispatch.testkit.assertj;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.stream.Stream;

/**
 * An assertion that holds, the same one where it does not hold, and what its message says then.
 *
 * @param method the name of the assertion
 * @param holds makes it where it holds
 * @param fails makes it where it does not
 * @param says parts of the message
 */
record Case(String method, Making holds, Making fails, List<String> says) {
  /** Makes an assertion. */
  @FunctionalInterface
  interface Making {
    void make() throws Exception;
  }

  static Case of(String method, Making holds, Making fails, String... says) {
    return new Case(method, holds, fails, List.of(says));
  }

  void check() throws Exception {
    holds.make();
    assertThatThrownBy(fails::make)
        .isInstanceOf(AssertionError.class)
        .satisfies(e -> assertThat(e.getMessage()).contains(says).doesNotContain("canary"));
  }

  /** Fails unless each assertion of the type has a case. */
  static void assertAllOf(Class<?> type, Stream<Case> cases) {
    assertThat(
            Stream.of(type.getDeclaredMethods())
                .filter(m -> Modifier.isPublic(m.getModifiers()) && !m.isSynthetic())
                .map(Method::getName)
                .distinct())
        .containsExactlyInAnyOrderElementsOf(cases.map(Case::method).distinct().toList());
  }

  @Override
  public String toString() {
    return method;
  }
}
