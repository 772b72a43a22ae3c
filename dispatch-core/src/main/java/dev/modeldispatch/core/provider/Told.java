package dev.modeldispatch.core.provider;

import dev.modeldispatch.DispatchEvent.Text.Kind;
import dev.modeldispatch.connector.Call;

/** The text of a stream: told piece by piece, and kept as a whole. One thread at a time. */
final class Told {
  private final Call call;
  private final StringBuilder answer = new StringBuilder();
  private final StringBuilder reasoning = new StringBuilder();

  Told(Call call) {
    this.call = call;
  }

  void answer(String piece) {
    tell(Kind.ANSWER, answer, piece);
  }

  void reasoning(String piece) {
    tell(Kind.REASONING, reasoning, piece);
  }

  private void tell(Kind kind, StringBuilder all, String piece) {
    if (!piece.isEmpty()) {
      all.append(piece);
      call.text(kind, piece);
    }
  }

  boolean isEmpty() {
    return answer.isEmpty() && reasoning.isEmpty();
  }

  /** {@return the answer so far} */
  String answer() {
    return answer.toString();
  }

  /** {@return the thoughts so far} */
  String reasoning() {
    return reasoning.toString();
  }

  @Override
  public String toString() {
    return "Told[" + answer.length() + " chars, " + reasoning.length() + " of reasoning]";
  }
}
