package dev.modeldispatch.core.provider;

import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.connector.Reply;
import dev.modeldispatch.core.http.BaseUrl;
import dev.modeldispatch.core.http.Wholes;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Recorded answers, read as a call's reply is read; JSON is written with single quotes. */
final class Answers {
  private Answers() {}

  static Reply read(Dialect dialect, String body) {
    var base = BaseUrl.of(URI.create("https://p.example/v1"));
    var endpoint = new Endpoint("p", base, Optional.empty(), dialect);
    return new ReplyReader(endpoint, ModelTarget.of("p", "m"), Prompt.of("Say something."))
        .read(Wholes.of(200, Map.of(), json(body)), Instant.EPOCH);
  }

  /** {@return what a reply says in few words: the answer and how sure, or the failure's kind} */
  static String in(Reply reply) {
    return reply
        .failure()
        .map(failure -> failure.kind().code() + " after '" + reply.partialText() + "'")
        .orElseGet(() -> reply.completeness() + " '" + reply.answer().orElseThrow() + "'");
  }

  /** {@return a reply's usage: input, output, reasoning, read and written cache, certainty} */
  static String usageIn(Reply reply) {
    var usage = reply.usage();
    return "%d in, %d out, %d reasoning, %d read, %d written, %s"
        .formatted(
            usage.inputTokens(),
            usage.outputTokens(),
            usage.reasoningTokens(),
            usage.cacheReadTokens(),
            usage.cacheWriteTokens(),
            usage.certainty());
  }

  static String json(String text) {
    return text.replace('\'', '"');
  }
}
