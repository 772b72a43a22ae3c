package dev.modeldispatch.samples.spring;

import dev.modeldispatch.ApiKey;

/**
 * A credential as it stands in a property. It takes any text, so that Spring has nothing to
 * complain about: its messages would quote the value. No string form and no getter shows it.
 */
public final class Secret {
  private final String text;

  private Secret(String text) {
    this.text = text;
  }

  /** Returns the secret with this text; Spring binds properties by it. */
  public static Secret of(String text) {
    return new Secret(text);
  }

  boolean isMissing() {
    return text.isEmpty();
  }

  /** Returns the key, or throws for what can be none; the message does not hold it. */
  ApiKey key() {
    return ApiKey.of(text);
  }

  @Override
  public String toString() {
    return isMissing() ? "" : "****";
  }
}
