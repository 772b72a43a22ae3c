package dev.modeldispatch.core.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldispatch.Answered;
import dev.modeldispatch.Attempt;
import dev.modeldispatch.Failure;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.Unanswered;
import dev.modeldispatch.Usage;
import dev.modeldispatch.core.internal.Json;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * A comparison as JSON, version 1. Members are added without a new version; none is removed,
 * renamed or changed in meaning without one.
 */
final class JsonReport {
  private static final String FORMAT = "model-dispatch/comparison";
  private static final int VERSION = 1;

  private JsonReport() {}

  static String of(Comparison all) {
    ObjectNode json = Json.object();
    json.put("format", FORMAT).put("version", VERSION);
    json.put("status", code(all.batch().status()));
    json.put("asked", all.size()).put("answered", all.size() - all.missing().size());
    json.put("elapsedMs", all.batch().elapsed().toMillis());
    json.set("usage", usage(all.batch().usage()));
    ArrayNode results = json.putArray("results");
    for (int slot = 0; slot < all.size(); slot++) {
      results.add(result(slot, all.batch().results().get(slot)));
    }
    ArrayNode missing = json.putArray("missing");
    for (Missing one : all.missing()) {
      ObjectNode entry = missing.addObject().put("slot", one.slot());
      entry.put("target", one.result().target().toString());
      entry.put("kind", one.result().failure().kind().code()).put("end", one.end().code());
    }
    all.remarks().forEach(json.putArray("remarks")::add);
    json.putNull("agreement");
    all.agreement().ifPresent(found -> json.set("agreement", agreement(found)));
    // inside strings alone, since the rest is ASCII: the same escape in JSON
    return SafeText.visible(json.toString());
  }

  private static ObjectNode result(int slot, ModelResult result) {
    ObjectNode json = Json.object().put("slot", slot);
    json.put("target", result.target().toString());
    json.put("answeredBy", result.answeredBy().toString());
    json.put("status", code(result.status()));
    json.putNull("completeness").putNull("text").putNull("failure");
    if (result instanceof Answered answer) {
      json.put("completeness", code(answer.completeness())).put("text", answer.text());
    } else if (result instanceof Unanswered none) {
      ObjectNode failure = failure(none.failure());
      failure.put("maybeProcessed", none.maybeProcessed());
      failure.put("partialChars", none.partialText().map(String::length).orElse(0));
      json.set("failure", failure);
    }
    json.put("elapsedMs", result.elapsed().toMillis());
    json.put("queuedMs", result.timings().queued().toMillis());
    json.put("firstTextMs", result.timings().firstText().map(Duration::toMillis).orElse(null));
    json.set("usage", usage(result.usage()));
    json.set("attempts", attempts(result.attempts()));
    result.notes().forEach(json.putArray("notes")::add);
    return json;
  }

  private static ArrayNode attempts(List<Attempt> attempts) {
    ArrayNode all = Json.object().putArray("attempts");
    for (Attempt attempt : attempts) {
      ObjectNode json = all.addObject().put("number", attempt.number());
      json.put("target", attempt.target().toString());
      json.put("startedAfterMs", attempt.startedAfter().toMillis());
      json.put("elapsedMs", attempt.elapsed().toMillis());
      json.put("waitedMs", attempt.waited().toMillis()).put("waitSource", attempt.waitSource());
      json.put("sent", code(attempt.sent())).putNull("failure");
      attempt.failure().ifPresent(failure -> json.set("failure", failure(failure)));
      json.set("usage", usage(attempt.usage()));
    }
    return all;
  }

  /** Without the other side's words, as in every form. */
  private static ObjectNode failure(Failure failure) {
    ObjectNode json = Json.object().put("kind", failure.kind().code());
    json.put("message", failure.message()).put("hint", failure.hint());
    json.put("evidence", failure.evidence()).put("retryable", failure.retryable());
    json.putNull("httpStatus");
    failure.httpStatus().ifPresent(status -> json.put("httpStatus", status));
    return json;
  }

  private static ObjectNode usage(Usage usage) {
    ObjectNode json = Json.object().put("certainty", code(usage.certainty()));
    json.put("inputTokens", usage.inputTokens()).put("outputTokens", usage.outputTokens());
    json.put("reasoningTokens", usage.reasoningTokens());
    json.put("cacheReadTokens", usage.cacheReadTokens());
    json.put("cacheWriteTokens", usage.cacheWriteTokens());
    return json.put("costUsd", usage.costUsd().map(Object::toString).orElse(null));
  }

  private static ObjectNode agreement(Agreement agreement) {
    ObjectNode json = Json.object().put("verdict", code(agreement.verdict()));
    json.put("asked", agreement.asked()).put("counted", agreement.counted());
    json.set("votes", votes(agreement.votes()));
    ArrayNode fields = json.putArray("fields");
    for (Agreement.Field field : agreement.fields()) {
      ObjectNode entry = fields.addObject().put("path", field.path());
      entry.put("verdict", code(field.verdict())).set("votes", votes(field.votes()));
    }
    return json;
  }

  private static ArrayNode votes(List<Agreement.Vote> votes) {
    ArrayNode all = Json.object().putArray("votes");
    for (Agreement.Vote vote : votes) {
      ObjectNode json = all.addObject().put("value", vote.value().orElse(null));
      vote.slots().forEach(json.putArray("slots")::add);
    }
    return all;
  }

  private static String code(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
