package dev.modeldispatch.core;

import dev.modeldispatch.FailureKind;
import dev.modeldispatch.Misuse;
import dev.modeldispatch.core.failure.Rule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A user's own name for a failure that a server reports, for servers that the library does not
 * know. Immutable; a front door reads its rules in order, before its own.
 *
 * <pre>{@code
 * FailureRule.as(FailureKind.QUOTA_EXHAUSTED).status(429).code("budget_gone").build()
 * }</pre>
 *
 * <p>A rule fits if all that it names fits: one of its statuses, one of its codes, one of its
 * texts, its provider. A text is looked for in the server's message alone, without case, and proves
 * nothing if the message repeats the prompt or the prompt holds the text.
 */
public final class FailureRule {
  /** What this process decides by itself and no server can tell. */
  private static final Set<FailureKind> OWN =
      EnumSet.of(
          FailureKind.CANCELLED,
          FailureKind.DEADLINE_EXCEEDED,
          FailureKind.CIRCUIT_OPEN,
          FailureKind.OVERLOADED_LOCALLY);

  private final Rule rule;

  private FailureRule(Rule rule) {
    this.rule = rule;
  }

  /** Returns a builder of a rule that gives this name. */
  public static Builder as(FailureKind kind) {
    return new Builder(kind);
  }

  Rule rule() {
    return rule;
  }

  /** {@return the kind and the conditions} */
  @Override
  public String toString() {
    return "FailureRule["
        + rule.kind().code()
        + rule.provider().map(p -> ", provider " + p).orElse("")
        + shown("status", rule.statuses())
        + shown("code", rule.codes())
        + shown("text", rule.phrases())
        + "]";
  }

  private static String shown(String what, Collection<?> values) {
    return values.isEmpty() ? "" : ", " + what + " " + values;
  }

  /** Collects a rule's conditions. {@link #build} may be called more than once. Not thread-safe. */
  public static final class Builder {
    private final FailureKind kind;
    private final Set<Integer> statuses = new LinkedHashSet<>();
    private final Set<String> codes = new LinkedHashSet<>();
    private final List<String> texts = new ArrayList<>();
    private Optional<String> provider = Optional.empty();
    private Optional<Boolean> retryable = Optional.empty();
    private Optional<String> hint = Optional.empty();

    private Builder(FailureKind kind) {
      this.kind = kind;
    }

    /** Adds an HTTP status; by default any. An error inside a 200 has the status of its code. */
    public Builder status(int status) {
      statuses.add(status);
      return this;
    }

    /** Adds a structured code or type, compared without case; by default any, or none. */
    public Builder code(String code) {
      codes.add(code);
      return this;
    }

    /** Adds a piece of the server's message, looked for without case; by default any, or none. */
    public Builder text(String piece) {
      texts.add(piece);
      return this;
    }

    /** Sets whose failures the rule is for; everybody's by default. */
    public Builder provider(String id) {
      provider = Optional.of(id);
      return this;
    }

    /** Sets whether another try may help, whatever the server says; by default the kind decides. */
    public Builder retryable(boolean mayHelp) {
      retryable = Optional.of(mayHelp);
      return this;
    }

    /** Sets what to do next; by default the kind decides. */
    public Builder hint(String advice) {
      hint = Optional.of(advice);
      return this;
    }

    /** Returns the rule, or throws with all that is wrong with it. */
    public FailureRule build() {
      var problems = Misuse.check("failure rule");
      checkKind(problems);
      problems.unless(
          !statuses.isEmpty() || !codes.isEmpty() || !texts.isEmpty(),
          () -> "no condition; add .status(429), .code(\"..\") or .text(\"..\")");
      for (int status : statuses) {
        problems.unless(
            status >= 100 && status <= 599, () -> "status " + status + " must be 100 to 599");
      }
      codes.forEach(c -> problems.unless(!c.isBlank(), () -> "code is blank"));
      for (String text : texts) {
        problems.unless(
            text.codePoints().anyMatch(Character::isLetterOrDigit),
            () -> "text " + Misuse.quote(text) + " needs a letter or digit");
      }
      provider.ifPresent(p -> problems.unless(!p.isBlank(), () -> "provider is blank"));
      hint.ifPresent(h -> problems.unless(!h.isBlank(), () -> "hint is blank"));
      problems.orThrow();
      return new FailureRule(
          Rule.of(kind, provider, statuses, codes, texts).saying(retryable, hint));
    }

    private void checkKind(Misuse problems) {
      if (kind == null) {
        problems.add("no kind; name one, for example FailureKind.QUOTA_EXHAUSTED");
      } else {
        problems.unless(
            !OWN.contains(kind),
            () -> "kind " + kind.code() + " is what this process decides; no server can tell it");
      }
    }
  }
}
