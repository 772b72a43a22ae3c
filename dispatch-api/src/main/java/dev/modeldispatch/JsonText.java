package dev.modeldispatch;

import java.util.HexFormat;

/** Says whether a text is one JSON object, by the grammar of RFC 8259, at most 200 levels deep. */
final class JsonText {
  private static final int MAX_DEPTH = 200;

  private final String text;
  private int at;

  private JsonText(String text) {
    this.text = text;
  }

  static boolean isObject(String text) {
    var json = new JsonText(text);
    json.blanks();
    return json.peek() == '{' && json.value(0) && json.at == text.length();
  }

  private boolean value(int depth) {
    blanks();
    boolean fine =
        switch (peek()) {
          case '{' -> members(depth, '}', true);
          case '[' -> members(depth, ']', false);
          case '"' -> string();
          case 't' -> word("true");
          case 'f' -> word("false");
          case 'n' -> word("null");
          default -> number();
        };
    blanks();
    return fine;
  }

  private boolean members(int depth, char close, boolean named) {
    if (depth >= MAX_DEPTH) {
      return false;
    }
    at++;
    blanks();
    if (take(close)) {
      return true;
    }
    do {
      blanks();
      if (named && !(string() && colon())) {
        return false;
      }
      if (!value(depth + 1)) {
        return false;
      }
    } while (take(','));
    return take(close);
  }

  private boolean colon() {
    blanks();
    return take(':');
  }

  private boolean string() {
    if (!take('"')) {
      return false;
    }
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return true;
      }
      if (c < ' ' || (c == '\\' && !escape())) {
        return false;
      }
    }
    return false;
  }

  private boolean escape() {
    char c = peek();
    at++;
    if (c != 'u') {
      return "\"\\/bfnrt".indexOf(c) >= 0 && c != 0;
    }
    for (int i = 0; i < 4; i++) {
      if (!HexFormat.isHexDigit(peek())) {
        return false;
      }
      at++;
    }
    return true;
  }

  private boolean number() {
    take('-');
    if (!take('0') && !digits()) {
      return false;
    }
    if (take('.') && !digits()) {
      return false;
    }
    if (take('e') || take('E')) {
      if (!take('+')) {
        take('-');
      }
      return digits();
    }
    return true;
  }

  private boolean digits() {
    int start = at;
    while (peek() >= '0' && peek() <= '9') {
      at++;
    }
    return at > start;
  }

  private boolean word(String word) {
    boolean fine = text.startsWith(word, at);
    at += word.length();
    return fine;
  }

  private void blanks() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private boolean take(char c) {
    boolean there = at < text.length() && text.charAt(at) == c;
    if (there) {
      at++;
    }
    return there;
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : 0;
  }
}
