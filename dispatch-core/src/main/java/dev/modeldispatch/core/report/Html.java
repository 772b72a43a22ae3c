package dev.modeldispatch.core.report;

/**
 * Writes one page: the markup is ours, literally; foreign text comes in by {@link #text} alone,
 * where no character of it has a meaning. Not thread-safe.
 */
final class Html {
  private final StringBuilder out;

  Html(int size) {
    out = new StringBuilder(size);
  }

  /** Adds markup of our own, never anything foreign. */
  Html raw(String markup) {
    out.append(markup);
    return this;
  }

  /** Adds a number. */
  Html raw(int number) {
    out.append(number);
    return this;
  }

  /** Adds text, foreign or not, controls written out. */
  Html text(String text) {
    String visible = SafeText.visible(text);
    for (int i = 0; i < visible.length(); i++) {
      char c = visible.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(c);
      }
    }
    return this;
  }

  /** Adds an element with this text inside. */
  Html element(String name, String text) {
    return raw("<").raw(name).raw(">").text(text).raw("</").raw(name).raw(">");
  }

  /** Adds an element of this class with this text inside. */
  Html element(String name, String kind, String text) {
    return raw("<" + name + " class=\"" + kind + "\">").text(text).raw("</" + name + ">");
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
