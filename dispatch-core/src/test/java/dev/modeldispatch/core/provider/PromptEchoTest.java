package dev.modeldispatch.core.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.core.failure.CorpusFile;
import dev.modeldispatch.core.failure.FailureRules;
import dev.modeldispatch.core.failure.Rule;
import dev.modeldispatch.core.failure.ServerReply;
import dev.modeldispatch.core.http.BaseUrl;
import dev.modeldispatch.core.http.Wholes;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.internal.JsonTrouble;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a server echoes of a prompt changes no failure's name: each seed puts a prompt full of trap
 * words, and one of the same length without, into a recorded error, and compares. {@code
 * -Ddispatch.echo.seeds=N} runs more.
 */
class PromptEchoTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
  private static final List<CorpusFile> FILES =
      CorpusFile.all().stream().filter(f -> !f.provider().equals("opencode")).toList();
  private static final FailureRules RULES =
      FailureRules.behind(
          List.of(
              Rule.of(
                  FailureKind.UNKNOWN,
                  Optional.empty(),
                  List.of(),
                  List.of(),
                  List.of("purple elephant"))));
  private static final Endpoint ENDPOINT =
      new Endpoint(
              "p",
              BaseUrl.of(URI.create("https://p.example/v1")),
              Optional.empty(),
              OpenAiDialect.COMPATIBLE)
          .named(RULES);
  private static final String MARK = "the text that is read";
  private static final List<String> FIELDS = List.of("raw", "message", "error", "detail", "title");
  private static final List<String> TRAPS =
      List.of(
          "429 rate limit",
          "insufficient_quota",
          "maximum context length",
          "prompt is too long",
          "credit balance",
          "spending limit",
          "invalid api key",
          "incorrect api key provided",
          "model not found",
          "has been decommissioned",
          "location is not supported",
          "request too large for",
          "flagged as potentially violating",
          "quota per minute",
          "overloaded_error",
          "try again in 20s",
          "purple elephant");
  private static final List<String> WORDS =
      List.of("apple", "river", "stone", "cloud", "green", "seven", "music", "bread", "light");

  /** A prompt, and how a server quotes it. */
  private record Echo(String prompt, String quoted) {}

  static LongStream seeds() {
    return LongStream.range(0, Long.getLong("dispatch.echo.seeds", 600L));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void echoedPromptChangesNoName(long seed) throws JsonTrouble {
    var random = random(seed);
    CorpusFile file = FILES.get(random.nextInt(FILES.size()));
    String traps = traps(random);
    String neutral = neutral(random, traps.length());
    UnaryOperator<String> quoting = quoting(random, traps.length());
    var where = new Random(random.nextLong());
    long same = where.nextLong();

    Failure trapped = failure(file, new Echo(traps, quoting.apply(traps)), new Random(same));
    Failure plain = failure(file, new Echo(neutral, quoting.apply(neutral)), new Random(same));

    assertThat(trapped.kind()).as("%s, seed %d", file, seed).isEqualTo(plain.kind());
    assertThat(trapped.retryable()).isEqualTo(plain.retryable());
    assertThat(trapped.evidence()).isEqualTo(plain.evidence());
    assertThat(trapped.retryAfter()).isEqualTo(plain.retryAfter());
  }

  /** What is changed on the way, or short, is no echo to the eye; it must prove nothing still. */
  @ParameterizedTest
  @MethodSource("seeds")
  void mangledEchoProvesNothing(long seed) throws JsonTrouble {
    var random = random(seed);
    CorpusFile file = FILES.get(random.nextInt(FILES.size()));
    String traps = traps(random);
    String trap = TRAPS.get(random.nextInt(TRAPS.size()));
    String prompt = traps + " " + trap;
    String mangled =
        List.of(
                trap,
                prompt.toUpperCase(Locale.ROOT),
                prompt.replace(" ", "  "),
                prompt.replaceAll("\\s+", " "),
                prompt.replace('\n', ' '))
            .get(random.nextInt(5));
    long same = random.nextLong();

    Failure trapped = failure(file, new Echo(prompt, mangled), new Random(same));
    Failure plain = failure(file, new Echo("Say something.", "..."), new Random(same));
    Failure silent = failure(file, new Echo(mangled, mangled), new Random(same));

    assertThat(trapped.kind()).as("%s, seed %d", file, seed).isIn(plain.kind(), silent.kind());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'error':{'message':%1$s}}",
        "{'error':%1$s}",
        "{'error':{'message':'bad','param':%1$s}}",
        "{'error':{'message':'bad','metadata':{'raw':%1$s}}}",
        "{'error':{'message':'bad','metadata':{'reasons':[%1$s]}}}",
        "{'detail':[{'type':'missing','loc':['body'],'msg':'no','input':%1$s}]}",
        "{'detail':[{'type':'missing','loc':['body'],'msg':'no','input':%2$s}]}",
        "{'detail':%1$s}",
        "{'message':%1$s,'input':%2$s}",
        "{'title':'Bad Request','detail':%1$s}"
      })
  void codesAreNotTakenOutOfAnEcho(String body) throws JsonTrouble {
    String prompt =
        "{\"error\":{\"code\":\"insufficient_quota\",\"type\":\"overloaded_error\","
            + "\"status\":\"UNAVAILABLE\",\"details\":[{\"reason\":\"API_KEY_INVALID\"}]}}";
    String quoted = Json.object().textNode(prompt).toString();
    var reader = new ReplyReader(ENDPOINT, ModelTarget.of("p", "m"), Prompt.of(prompt));

    var reply =
        reader.read(
            Wholes.of(400, Map.of(), body.replace('\'', '"').formatted(quoted, prompt)), NOW);

    assertThat(reply.failure().orElseThrow().kind()).isEqualTo(FailureKind.INVALID_REQUEST);
    assertThat(reply.failure().orElseThrow().evidence()).isEqualTo("400");
  }

  private static String traps(Random random) {
    int pieces = random.nextInt(8) == 0 ? 200 : 2 + random.nextInt(12);
    String gap = List.of(" ", "\n", " \"", ". ").get(random.nextInt(4));
    String text =
        IntStream.range(0, pieces)
            .mapToObj(
                i ->
                    random.nextInt(3) == 0
                        ? WORDS.get(random.nextInt(WORDS.size()))
                        : TRAPS.get(random.nextInt(TRAPS.size())))
            .collect(Collectors.joining(gap));
    return text + " " + String.join(" ", WORDS);
  }

  private static String neutral(Random random, int length) {
    var text = new StringBuilder();
    while (text.length() < length) {
      text.append(WORDS.get(random.nextInt(WORDS.size()))).append(' ');
    }
    return text.substring(0, length - 1) + "x";
  }

  /** The whole, or a piece that is long enough to be no coincidence. */
  private static UnaryOperator<String> quoting(Random random, int length) {
    int least = length > 2_000 ? 40 : 16;
    int from = random.nextInt(Math.max(1, length - least));
    int to = Math.min(length, from + least + random.nextInt(200));
    return switch (random.nextInt(4)) {
      case 0 -> text -> text;
      case 1 -> text -> "Invalid value: '" + text.substring(from, to) + "'.";
      case 2 -> text -> text.substring(0, Math.max(least, to)) + "... (truncated)";
      default -> text -> "Could not parse <<" + text.substring(length - least) + ">>";
    };
  }

  private static Failure failure(CorpusFile file, Echo echo, Random where) throws JsonTrouble {
    var reader = new ReplyReader(ENDPOINT, ModelTarget.of("p", "m"), Prompt.of(echo.prompt()));
    String body = with(file.body(), echo.quoted(), where);
    return reader.read(Wholes.of(file.status(), file.headers(), body), NOW).failure().orElseThrow();
  }

  /** Neighbouring seeds give {@link Random} the same first number. */
  private static Random random(long seed) {
    return new Random(seed * 0x9E3779B97F4A7C15L);
  }

  /** Puts the quote into the text that is read: before, behind, inside, or instead. */
  private static String with(String body, String quote, Random where) throws JsonTrouble {
    if (!body.startsWith("{") && !body.startsWith("[")) {
      return place(body, quote, where);
    }
    for (int i = 0; ; i++) {
      JsonNode json = Json.parse(body);
      List<ObjectNode> holders = new ArrayList<>();
      collect(json, holders);
      ObjectNode holder = holders.get(i);
      String field =
          FIELDS.stream().filter(f -> holder.path(f).isTextual()).findFirst().orElse("message");
      String text = holder.path(field).asText("");
      holder.put(field, MARK);
      if (ServerReply.of(400, json).message().equals(MARK)) {
        holder.put(field, place(text, quote, where));
        return new String(Json.bytes(json), StandardCharsets.UTF_8);
      }
    }
  }

  private static String place(String text, String quote, Random where) {
    int at = text.isEmpty() ? 0 : where.nextInt(text.length());
    return switch (where.nextInt(4)) {
      case 0 -> quote + " " + text;
      case 1 -> text + " " + quote;
      case 2 -> text.substring(0, at) + quote + text.substring(at);
      default -> quote;
    };
  }

  private static void collect(JsonNode node, List<ObjectNode> holders) {
    if (node instanceof ObjectNode object) {
      holders.add(object);
    }
    node.forEach(child -> collect(child, holders));
  }
}
