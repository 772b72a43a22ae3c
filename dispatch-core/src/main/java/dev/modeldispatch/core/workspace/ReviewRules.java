package dev.modeldispatch.core.workspace;

import java.time.Duration;
import java.util.List;

/** What a review looks for besides files outside of the boundaries. Immutable. */
public final class ReviewRules {
  private static final ReviewRules NONE = new ReviewRules("", List.of(), Duration.ofMinutes(10));

  private final String forbidden;
  private final List<String> test;
  private final Duration limit;

  private ReviewRules(String forbidden, List<String> test, Duration limit) {
    this.forbidden = forbidden;
    this.test = List.copyOf(test);
    this.limit = limit;
  }

  /** {@return the rules that look for nothing else} */
  public static ReviewRules none() {
    return NONE;
  }

  /** Returns the rules with an extended regular expression that must have no match left. */
  public ReviewRules forbidding(String pattern) {
    return new ReviewRules(pattern, test, limit);
  }

  /** Returns the rules with a command that is run in each work tree, and must end with 0. */
  public ReviewRules testing(String... command) {
    return new ReviewRules(forbidden, List.of(command), limit);
  }

  /** Returns the rules with a limit for each run of the test command. By default, 10 minutes. */
  public ReviewRules testLimit(Duration limit) {
    return new ReviewRules(forbidden, test, limit);
  }

  String forbidden() {
    return forbidden;
  }

  List<String> test() {
    return test;
  }

  Duration limit() {
    return limit;
  }

  @Override
  public String toString() {
    return "ReviewRules[" + forbidden + ", " + test + "]";
  }
}
