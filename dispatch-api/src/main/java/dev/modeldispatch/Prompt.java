package dev.modeldispatch;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What is asked: a text, and what may go with it. Immutable; made by {@link #of} or {@link
 * #builder}.
 *
 * <p>Text only: image and file parts are out of scope. {@link #toString} tells lengths, never the
 * text.
 */
public final class Prompt {
  /** The label that a batch dispatcher puts on the prompts of its slots. */
  public static final String BATCH_LABEL = "dispatch.batch";

  /** How many labels a prompt can have. */
  public static final int MAX_LABELS = 16;

  static final Duration MAX_TIMEOUT = Duration.ofSeconds(2_147_483);
  private static final int MAX_LABEL = 100;

  /**
   * Who is asked besides, and when. The first to say something of the answer wins, the other is
   * called off, and what both used counts.
   *
   * @param after how long the target is asked alone
   * @param target who is asked then; of another provider, else nobody is
   */
  public record Hedge(Duration after, ModelTarget target) {}

  private final String text;
  private final Optional<String> system;
  private final Optional<String> jsonSchema;
  private final Optional<Duration> timeout;
  private final Session session;
  private final Fallbacks fallbacks;
  private final Optional<Hedge> hedge;
  private final OptionalInt maxOutputTokens;
  private final OptionalDouble temperature;
  private final Map<String, String> labels;

  private Prompt(Builder builder) {
    text = builder.text;
    system = builder.system;
    jsonSchema = builder.jsonSchema;
    timeout = builder.timeout;
    session = builder.session;
    fallbacks = builder.fallbacks;
    hedge = builder.hedge;
    maxOutputTokens = builder.maxOutputTokens;
    temperature = builder.temperature;
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(builder.labels));
  }

  /** Returns a prompt of this text alone. */
  public static Prompt of(String text) {
    return builder(text).build();
  }

  /** Returns a builder of a prompt with this text. */
  public static Builder builder(String text) {
    return new Builder(text);
  }

  /** {@return a builder that holds this prompt's values} */
  public Builder toBuilder() {
    var copy = new Builder(text);
    copy.system = system;
    copy.jsonSchema = jsonSchema;
    copy.timeout = timeout;
    copy.session = session;
    copy.fallbacks = fallbacks;
    copy.hedge = hedge;
    copy.maxOutputTokens = maxOutputTokens;
    copy.temperature = temperature;
    copy.labels.putAll(labels);
    return copy;
  }

  /** {@return the text that is sent} */
  public String text() {
    return text;
  }

  /** {@return the system text, if any} */
  public Optional<String> system() {
    return system;
  }

  /** {@return the JSON schema that the answer has to meet, if any} */
  public Optional<String> jsonSchema() {
    return jsonSchema;
  }

  /** {@return how long the whole dispatch may take; empty: the dispatcher's default} */
  public Optional<Duration> timeout() {
    return timeout;
  }

  /** {@return the conversation, {@link Session#fresh()} by default} */
  public Session session() {
    return session;
  }

  /** {@return who is asked next if the target fails; nobody by default} */
  public Fallbacks fallbacks() {
    return fallbacks;
  }

  /** {@return who is asked besides if the target is slow; empty: nobody} */
  public Optional<Hedge> hedge() {
    return hedge;
  }

  /** {@return the bound on the answer's tokens; empty: the provider's default} */
  public OptionalInt maxOutputTokens() {
    return maxOutputTokens;
  }

  /** {@return the sampling temperature; empty: the provider's default} */
  public OptionalDouble temperature() {
    return temperature;
  }

  /** {@return the caller's own notes on this prompt, in the order given; never sent} */
  public Map<String, String> labels() {
    return labels;
  }

  /** {@return lengths and settings, never the text} */
  @Override
  public String toString() {
    var out = new StringBuilder("Prompt[text=").append(text.length()).append(" chars");
    system.ifPresent(s -> out.append(", system=").append(s.length()).append(" chars"));
    jsonSchema.ifPresent(s -> out.append(", jsonSchema=").append(s.length()).append(" chars"));
    timeout.ifPresent(t -> out.append(", timeout=").append(t));
    return out.append(", session=").append(session.mode()).append("]").toString();
  }

  /** Collects a prompt's values. {@link #build} may be called more than once. Not thread-safe. */
  public static final class Builder {
    private final String text;
    private Optional<String> system = Optional.empty();
    private Optional<String> jsonSchema = Optional.empty();
    private Optional<Duration> timeout = Optional.empty();
    private Session session = Session.fresh();
    private Fallbacks fallbacks = Fallbacks.none();
    private Optional<Hedge> hedge = Optional.empty();
    private OptionalInt maxOutputTokens = OptionalInt.empty();
    private OptionalDouble temperature = OptionalDouble.empty();
    private final Map<String, String> labels = new LinkedHashMap<>();

    private Builder(String text) {
      this.text = text;
    }

    /** Sets the system text; by default none is sent. */
    public Builder system(String text) {
      system = Optional.of(text);
      return this;
    }

    /**
     * Asks for an answer that meets this JSON schema, an object; by default any text answers. To
     * get answers as values, see {@link AnswerFormat}.
     */
    public Builder jsonSchema(String schema) {
      jsonSchema = Optional.of(schema);
      return this;
    }

    /** Bounds the whole dispatch; by default the dispatcher's own bound holds. */
    public Builder timeout(Duration limit) {
      timeout = Optional.of(limit);
      return this;
    }

    /** Sets the conversation; {@link Session#fresh()} by default. */
    public Builder session(Session session) {
      this.session = session;
      return this;
    }

    /** Sets who is asked next if the target fails; nobody by default. */
    public Builder fallbacks(Fallbacks chains) {
      fallbacks = chains;
      return this;
    }

    /** Sets who is asked next, in order, if the target fails; nobody by default. */
    public Builder fallbacks(List<ModelTarget> chain) {
      return fallbacks(Fallbacks.of(chain));
    }

    /** Asks this target besides if nothing of an answer has come by then; by default nobody. */
    public Builder hedge(Duration after, ModelTarget other) {
      hedge = Optional.of(new Hedge(after, other));
      return this;
    }

    /** Bounds the answer's tokens; by default the provider decides. */
    public Builder maxOutputTokens(int tokens) {
      maxOutputTokens = OptionalInt.of(tokens);
      return this;
    }

    /** Sets the sampling temperature; by default the provider decides. */
    public Builder temperature(double value) {
      temperature = OptionalDouble.of(value);
      return this;
    }

    /** Adds a note of the caller's, kept with the prompt and never sent. */
    public Builder label(String key, String value) {
      labels.put(key, value);
      return this;
    }

    /** Returns the prompt, or throws with all that is wrong with it. */
    public Prompt build() {
      var problems = Misuse.check("prompt");
      problems.unless(!text.isBlank(), () -> "text is blank; say what you ask");
      jsonSchema.ifPresent(
          s ->
              problems.unless(
                  JsonText.isObject(s),
                  () ->
                      "jsonSchema must be a JSON object, for example"
                          + " {\"type\":\"object\",\"properties\":{\"verdict\":{\"type\":\"string\"}}}"));
      timeout.ifPresent(
          t ->
              problems.unless(
                  t.compareTo(Duration.ZERO) > 0 && t.compareTo(MAX_TIMEOUT) <= 0,
                  () -> "timeout " + t + " must be above zero and at most " + MAX_TIMEOUT));
      hedge.ifPresent(
          h ->
              problems.unless(
                  h.after().compareTo(Duration.ZERO) > 0,
                  () -> "hedge after " + h.after() + " must be above zero"));
      problems.unless(
          maxOutputTokens.orElse(1) > 0,
          () -> "maxOutputTokens " + maxOutputTokens.orElse(0) + " must be at least 1");
      double heat = temperature.orElse(0);
      problems.unless(
          heat >= 0 && heat <= 2, () -> "temperature " + heat + " must be between 0 and 2");
      checkLabels(problems);
      problems.orThrow();
      return new Prompt(this);
    }

    private void checkLabels(Misuse problems) {
      problems.unless(
          labels.size() <= MAX_LABELS,
          () -> labels.size() + " labels are too many; keep at most " + MAX_LABELS);
      labels.forEach(
          (key, value) ->
              problems.unless(
                  !key.isBlank() && key.length() <= MAX_LABEL && value.length() <= MAX_LABEL,
                  () ->
                      "label "
                          + Misuse.quote(key)
                          + " needs a key and a value of at most "
                          + MAX_LABEL
                          + " characters"));
    }
  }
}
