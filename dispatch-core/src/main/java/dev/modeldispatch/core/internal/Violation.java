package dev.modeldispatch.core.internal;

import dev.modeldispatch.Misuse;

/**
 * Where a value does not meet what is expected of it. Names the place by the schema's own names,
 * never by what the value holds.
 *
 * @param at the place as a JSON pointer, {@code *} for a name that the schema does not know
 * @param expected what is expected there
 */
public record Violation(String at, String expected) {
  private static final int MAX_PLACE = 200;

  /** Returns the pointer to a member of the value at a place, shown safely. */
  public static String child(String at, String name) {
    String quoted = Misuse.quote(name.replace("~", "~0").replace("/", "~1"));
    return at + "/" + quoted.substring(1, quoted.length() - 1);
  }

  /** Returns the place in words; of a long pointer the end. */
  static String place(String at) {
    int from = Math.max(0, at.length() - MAX_PLACE);
    return at.isEmpty() ? "the root" : from == 0 ? at : "..." + at.substring(from);
  }

  @Override
  public String toString() {
    return place(at) + ": expected " + expected;
  }
}
