package dev.modeldispatch.core.provider;

import dev.modeldispatch.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was said before in a conversation. Immutable.
 *
 * @param system the system text that was set last
 * @param turns what was asked and answered, in order
 */
record History(Optional<String> system, List<Turn> turns) {
  private static final History NONE = new History(Optional.empty(), List.of());

  History {
    turns = List.copyOf(turns);
  }

  static History none() {
    return NONE;
  }

  /** Returns the prompt as it goes on here: the system text stays unless the prompt sets one. */
  Prompt goesOn(Prompt prompt) {
    return prompt.system().isPresent() || system.isEmpty()
        ? prompt
        : prompt.toBuilder().system(system.get()).build();
  }

  /** Returns this history with what was asked, as it went on here, and answered now. */
  History with(Prompt asked, String answer) {
    List<Turn> all = new ArrayList<>(turns);
    all.add(new Turn(asked.text(), answer));
    return new History(asked.system(), all);
  }

  /** {@return how many characters it holds} */
  long chars() {
    return system.map(String::length).orElse(0) + turns.stream().mapToLong(Turn::chars).sum();
  }

  /** {@return lengths, never the text} */
  @Override
  public String toString() {
    return "History[" + turns.size() + " turns, " + chars() + " chars]";
  }
}
