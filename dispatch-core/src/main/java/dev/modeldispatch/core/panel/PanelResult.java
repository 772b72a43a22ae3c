package dev.modeldispatch.core.panel;

import dev.modeldispatch.BatchResult;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a panel came to, on what ground, and every opinion. Immutable.
 *
 * <p>Whatever members, judge, network or clock do is in here, never an exception.
 */
public final class PanelResult {
  /** What the panel came to. */
  public enum Outcome {
    /** There is an answer: {@link #answer}. */
    ANSWERED,
    /** A consensus found too few objections to stop. */
    ACCEPTED,
    /** A consensus found too many objections, or could not rule them out. */
    STOPPED,
    /** There is no opinion to decide by. */
    UNDECIDED
  }

  /** On what ground. */
  public enum Basis {
    /** The judge decided. */
    JUDGE,
    /** The members alone: no judge was needed. */
    MEMBERS,
    /** A judge was needed and none decided; {@link #notes} say why, and what was taken instead. */
    FALLBACK,
    /** None. */
    NONE
  }

  /**
   * What a member of a consensus said.
   *
   * @param slot its place in the panel, from 0
   * @param member who
   * @param objects whether it objects
   * @param reasons why, in its own words
   */
  public record Vote(int slot, ModelTarget member, boolean objects, List<String> reasons) {
    /** Keeps a copy of the reasons. */
    public Vote {
      reasons = List.copyOf(reasons);
    }

    /** {@return who objects or not, never why} */
    @Override
    public String toString() {
      return "Vote[" + member + (objects ? " objects]" : " does not object]");
    }
  }

  private final Outcome outcome;
  private final Basis basis;
  private final Optional<String> answer;
  private final Optional<String> why;
  private final Optional<ModelResult> chosen;
  private final List<BatchResult> rounds;
  private final Optional<ModelResult> judgement;
  private final List<Vote> votes;
  private final List<String> notes;
  private final Duration elapsed;

  PanelResult(
      Decision decision,
      List<BatchResult> rounds,
      Optional<ModelResult> judgement,
      List<String> notes,
      Duration elapsed) {
    outcome = decision.outcome();
    basis = decision.basis();
    answer = decision.answer();
    why = decision.why();
    chosen = decision.chosen();
    votes = List.copyOf(decision.votes());
    this.rounds = List.copyOf(rounds);
    this.judgement = judgement;
    this.notes = List.copyOf(notes);
    this.elapsed = elapsed;
  }

  /** {@return what the panel came to} */
  public Outcome outcome() {
    return outcome;
  }

  /** {@return on what ground} */
  public Basis basis() {
    return basis;
  }

  /** {@return the final answer of a second opinion or a council} */
  public Optional<String> answer() {
    return answer;
  }

  /** {@return why the judge decided so, in its own words} */
  public Optional<String> why() {
    return why;
  }

  /** {@return the opinion that the judge found best, or that was taken instead of a judgement} */
  public Optional<ModelResult> chosen() {
    return chosen;
  }

  /** {@return every member's results, round by round, in the order of the members} */
  public List<BatchResult> rounds() {
    return rounds;
  }

  /** {@return what became of asking the judge; empty if it was not asked} */
  public Optional<ModelResult> judgement() {
    return judgement;
  }

  /** {@return who of a consensus objects; who is missing here gave no opinion} */
  public List<Vote> votes() {
    return votes;
  }

  /** {@return what else has to be known, in our own words: who is missing, why it fell back} */
  public List<String> notes() {
    return notes;
  }

  /** {@return what all members and the judge used together} */
  public Usage usage() {
    return all().usage();
  }

  /** {@return from the start to the decision} */
  public Duration elapsed() {
    return elapsed;
  }

  /**
   * {@return all rounds and the judgement, one after the other, for a report} Complete if there is
   * a decision that is no fallback.
   */
  public BatchResult all() {
    List<ModelResult> results = new ArrayList<>();
    rounds.forEach(round -> results.addAll(round.results()));
    judgement.ifPresent(results::add);
    boolean decided = basis == Basis.JUDGE || basis == Basis.MEMBERS;
    var status = decided ? BatchResult.Status.COMPLETE : BatchResult.Status.PARTIAL;
    return BatchResult.of(results, status, elapsed);
  }

  /** {@return outcome and ground, never an opinion} */
  @Override
  public String toString() {
    return "PanelResult["
        + outcome
        + " by "
        + basis
        + ", "
        + rounds.size()
        + " rounds, "
        + elapsed.toMillis()
        + " ms]";
  }
}
