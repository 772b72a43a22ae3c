package dev.modeldispatch.core.failure;

import dev.modeldispatch.connector.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.LongStream;

/**
 * Reads what is left of a server's rate limits out of its headers: OpenAI's names, which Azure,
 * Groq and others use too, and Anthropic's. Garbage is as good as nothing said.
 */
public final class RateHeaders {
  private static final String OPENAI = "x-ratelimit-";
  private static final String ANTHROPIC = "anthropic-ratelimit-";
  private static final List<String> ANTHROPIC_TOKENS =
      List.of("tokens", "input-tokens", "output-tokens");

  /** A plain number above this is a point in time, in a unit that nobody told. */
  private static final Duration MAX_PLAIN = Duration.ofDays(1);

  private final Function<String, Optional<String>> header;
  private final Instant now;

  private RateHeaders(Function<String, Optional<String>> header, Instant now) {
    this.header = header;
    this.now = now;
  }

  /**
   * Returns what the headers say is left, or empty if they say nothing.
   *
   * @param header gives a header's first value
   * @param now for values that are points in time
   */
  public static Optional<Reply.Limits> of(Function<String, Optional<String>> header, Instant now) {
    return new RateHeaders(header, now).read();
  }

  /**
   * One allowance.
   *
   * @param left how much is left
   * @param reset until when
   */
  private record Allowance(OptionalLong left, Optional<Duration> reset) {
    boolean isSaid() {
      return left.isPresent() || reset.isPresent();
    }
  }

  private Optional<Reply.Limits> read() {
    Allowance requests = firstSaid(openAi("requests"), anthropic("requests"));
    Allowance tokens = firstSaid(openAi("tokens"), scarcest());
    return requests.isSaid() || tokens.isSaid()
        ? Optional.of(
            new Reply.Limits(requests.left(), requests.reset(), tokens.left(), tokens.reset()))
        : Optional.empty();
  }

  private static Allowance firstSaid(Allowance one, Allowance other) {
    return one.isSaid() ? one : other;
  }

  private Allowance openAi(String what) {
    return new Allowance(
        count(OPENAI + "remaining-" + what),
        header.apply(OPENAI + "reset-" + what).flatMap(RateHeaders::goOrPlain));
  }

  private Allowance anthropic(String what) {
    return new Allowance(
        count(ANTHROPIC + what + "-remaining"),
        header.apply(ANTHROPIC + what + "-reset").flatMap(v -> WaitText.instant(v, now)));
  }

  /** Of several kinds of tokens the one with least left is the one that will be felt. */
  private Allowance scarcest() {
    return ANTHROPIC_TOKENS.stream()
        .map(this::anthropic)
        .filter(Allowance::isSaid)
        .min(Comparator.comparingLong(a -> a.left().orElse(Long.MAX_VALUE)))
        .orElse(new Allowance(OptionalLong.empty(), Optional.empty()));
  }

  private static Optional<Duration> goOrPlain(String value) {
    return WaitText.go(value)
        .or(() -> WaitText.decimal(value, 1).filter(d -> d.compareTo(MAX_PLAIN) <= 0));
  }

  private OptionalLong count(String name) {
    return header
        .apply(name)
        .map(String::strip)
        .filter(v -> v.matches("\\d{1,18}"))
        .map(Long::parseLong)
        .stream()
        .flatMapToLong(LongStream::of)
        .findFirst();
  }
}
