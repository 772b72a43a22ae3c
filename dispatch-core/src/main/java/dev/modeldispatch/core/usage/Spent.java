package dev.modeldispatch.core.usage;

import dev.modeldispatch.ModelResult;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.Unanswered;
import dev.modeldispatch.Usage;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * What some dispatches used together. Immutable.
 *
 * @param calls how many dispatches
 * @param answered how many of them were answered
 * @param promptBytes UTF-8 bytes of the prompts, system texts and schemas included
 * @param answerBytes UTF-8 bytes of the answers, partial ones included
 * @param inputTokens tokens of the prompts
 * @param outputTokens tokens of the answers
 * @param estimated whether some of the tokens are an estimate: a fourth of the bytes
 * @param time from call to result, added up
 * @param costUsd what the providers say that they charged, as far as they say it
 */
public record Spent(
    long calls,
    long answered,
    long promptBytes,
    long answerBytes,
    long inputTokens,
    long outputTokens,
    boolean estimated,
    Duration time,
    Optional<BigDecimal> costUsd) {
  private static final int BYTES_PER_TOKEN = 4;

  static final Spent NOTHING = new Spent(0, 0, 0, 0, 0, 0, false, Duration.ZERO, Optional.empty());

  /** {@return input and output tokens together} */
  public long totalTokens() {
    return inputTokens + outputTokens;
  }

  /** Returns what one dispatch used. */
  static Spent of(Prompt prompt, ModelResult result) {
    long asked =
        bytes(prompt.text())
            + prompt.system().map(Spent::bytes).orElse(0L)
            + prompt.jsonSchema().map(Spent::bytes).orElse(0L);
    long answer = bytes(result.fold(a -> a.text(), none -> none.partialText().orElse("")));
    Usage usage = result.usage();
    boolean sent = result.unanswered().map(Unanswered::maybeProcessed).orElse(true);
    boolean estimated = sent && !isReported(result);
    return new Spent(
        1,
        result.isAnswered() ? 1 : 0,
        asked,
        answer,
        estimated ? Math.max(usage.inputTokens(), tokens(asked)) : usage.inputTokens(),
        estimated ? Math.max(usage.outputTokens(), tokens(answer)) : usage.outputTokens(),
        estimated,
        result.elapsed(),
        usage.costUsd());
  }

  /** An answer of no tokens at all is a report that nobody made. */
  private static boolean isReported(ModelResult result) {
    Usage usage = result.usage();
    return usage.certainty() == Usage.Certainty.EXACT && usage.totalTokens() > 0;
  }

  Spent plus(Spent other) {
    return new Spent(
        calls + other.calls,
        answered + other.answered,
        promptBytes + other.promptBytes,
        answerBytes + other.answerBytes,
        inputTokens + other.inputTokens,
        outputTokens + other.outputTokens,
        estimated || other.estimated,
        time.plus(other.time),
        costUsd.isPresent() || other.costUsd.isPresent()
            ? Optional.of(
                costUsd.orElse(BigDecimal.ZERO).add(other.costUsd.orElse(BigDecimal.ZERO)))
            : Optional.empty());
  }

  private static long tokens(long bytes) {
    return (bytes + BYTES_PER_TOKEN - 1) / BYTES_PER_TOKEN;
  }

  private static long bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
