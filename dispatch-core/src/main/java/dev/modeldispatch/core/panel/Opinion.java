package dev.modeldispatch.core.panel;

import dev.modeldispatch.Answered;
import dev.modeldispatch.BatchResult;
import dev.modeldispatch.core.internal.Fence;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a member said, and under which letter others see it.
 *
 * @param slot its place in the panel, from 0
 * @param answer what it said
 */
record Opinion(int slot, Answered answer) {
  private static final int LONGEST = 20_000;

  /** Returns the answers of a round, in the order of the members. */
  static List<Opinion> of(BatchResult round) {
    List<Opinion> opinions = new ArrayList<>();
    for (int slot = 0; slot < round.results().size(); slot++) {
      int place = slot;
      round
          .results()
          .get(slot)
          .answered()
          .ifPresent(answer -> opinions.add(new Opinion(place, answer)));
    }
    return opinions;
  }

  String text() {
    return answer.text();
  }

  String letter() {
    return Character.toString('A' + slot);
  }

  boolean isCut() {
    return text().length() > LONGEST;
  }

  /** Returns the opinions without names, each in a fence, for a prompt. */
  static String anonymous(List<Opinion> opinions) {
    return opinions.stream().map(Opinion::shown).collect(Collectors.joining("\n\n"));
  }

  private String shown() {
    String start = isCut() ? text().substring(0, end()) : text();
    String cut = isCut() ? " (cut to " + LONGEST + " of " + text().length() + " characters)" : "";
    return "Opinion " + letter() + cut + ":\n" + Fence.around(start);
  }

  private int end() {
    return Character.isHighSurrogate(text().charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
  }

  @Override
  public String toString() {
    return "Opinion[" + letter() + ", " + answer + "]";
  }
}
