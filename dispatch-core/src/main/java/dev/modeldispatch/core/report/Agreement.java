package dev.modeldispatch.core.report;

import dev.modeldispatch.BatchResult;
import java.util.List;
import java.util.Optional;

/**
 * How far structured answers agree: as wholes, and field by field. Immutable.
 *
 * <p>An answer counts if all of it is one JSON object, as it is when the prompt had a JSON schema.
 * The order of members does not matter, and 1 is 1.0; lists are compared as wholes. Who is missing
 * did not agree: {@link #counted} tells how many votes there are, of {@link #asked}.
 */
public final class Agreement {
  /** How far votes agree. */
  public enum Verdict {
    /** All counted answers say the same. */
    UNANIMOUS,
    /** More than half of the counted answers say the same. */
    MAJORITY,
    /** No value has more than half of the counted answers. */
    SPLIT,
    /** Fewer than two answers count, so there is nothing to compare. */
    NONE
  }

  /**
   * Those who say the same.
   *
   * @param value what they say, as JSON in the words of the first; empty: they leave the field out
   * @param slots who, by place in the batch, from 0
   */
  public record Vote(Optional<String> value, List<Integer> slots) {
    /** Keeps a copy of the places. */
    public Vote {
      slots = List.copyOf(slots);
    }

    /** {@return how many say so, never what} */
    @Override
    public String toString() {
      return "Vote[" + slots.size() + "]";
    }
  }

  /**
   * One field of the answers.
   *
   * @param path where, as a JSON pointer
   * @param verdict how far they agree on it
   * @param votes who says what, the most frequent first
   */
  public record Field(String path, Verdict verdict, List<Vote> votes) {
    /** Keeps a copy of the votes. */
    public Field {
      votes = List.copyOf(votes);
    }

    /** {@return how far they agree, never on what} */
    @Override
    public String toString() {
      return "Field[" + verdict + ", " + votes + "]";
    }
  }

  private final int asked;
  private final int counted;
  private final List<Vote> votes;
  private final List<Field> fields;

  Agreement(int asked, int counted, List<Vote> votes, List<Field> fields) {
    this.asked = asked;
    this.counted = counted;
    this.votes = List.copyOf(votes);
    this.fields = List.copyOf(fields);
  }

  /** Returns how far the batch's answers agree. */
  public static Agreement of(BatchResult batch) {
    return Ballot.of(batch).agreement();
  }

  /** {@return how far the answers agree as wholes} */
  public Verdict verdict() {
    return verdict(votes, counted);
  }

  /** {@return who says what as a whole, the most frequent first} */
  public List<Vote> votes() {
    return votes;
  }

  /** {@return the fields, in the order in which the answers have them} */
  public List<Field> fields() {
    return fields;
  }

  /** {@return how many were asked} */
  public int asked() {
    return asked;
  }

  /** {@return how many answers count} */
  public int counted() {
    return counted;
  }

  static Verdict verdict(List<Vote> votes, int counted) {
    if (counted < 2) {
      return Verdict.NONE;
    }
    int most = votes.get(0).slots().size();
    return most == counted
        ? Verdict.UNANIMOUS
        : 2 * most > counted ? Verdict.MAJORITY : Verdict.SPLIT;
  }

  /** {@return the verdict and how many votes it rests on} */
  @Override
  public String toString() {
    return "Agreement[" + verdict() + ", " + counted + " of " + asked + " count]";
  }
}
