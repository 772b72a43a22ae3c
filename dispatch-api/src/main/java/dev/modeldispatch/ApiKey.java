package dev.modeldispatch;

import java.util.Optional;

/**
 * A credential that shows itself nowhere: every string form is {@code ****}. Immutable.
 *
 * <p>The value is checked when the key is made: visible ASCII only, so that it can stand in a
 * header and no library below quotes it in an error.
 */
public final class ApiKey {
  private static final int MAX_LENGTH = 4_096;

  private final String value;
  private final String source;

  private ApiKey(String value, String source) {
    this.value = value;
    this.source = source;
  }

  /** Returns the key with this value. */
  public static ApiKey of(String value) {
    return new ApiKey(checked(value, "the given value"), "");
  }

  /**
   * Returns the key that the environment variable holds. If it is not set, the key is missing: a
   * dispatch that needs it is {@code Failed(auth_missing)}, which names the variable.
   */
  public static ApiKey env(String variable) {
    String value = System.getenv(variable);
    return value == null || value.isEmpty()
        ? new ApiKey("", variable)
        : new ApiKey(checked(value, "environment variable " + variable), variable);
  }

  /** {@return the value, for a header; empty if the key is missing} */
  public Optional<String> reveal() {
    return value.isEmpty() ? Optional.empty() : Optional.of(value);
  }

  /** {@return the environment variable that it comes from, if it does} */
  public Optional<String> variable() {
    return source.isEmpty() ? Optional.empty() : Optional.of(source);
  }

  private static String checked(String value, String where) {
    boolean fine =
        !value.isEmpty()
            && value.length() <= MAX_LENGTH
            && value.chars().allMatch(c -> c > ' ' && c < 0x7f);
    Misuse.check("key")
        .unless(
            fine,
            () ->
                where
                    + " is not a key: it must be visible ASCII characters without blanks or line"
                    + " breaks")
        .orThrow();
    return value;
  }

  /** {@return {@code ****}} */
  @Override
  public String toString() {
    return "****";
  }
}
