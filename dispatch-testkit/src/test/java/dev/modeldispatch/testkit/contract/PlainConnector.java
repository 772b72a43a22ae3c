package dev.modeldispatch.testkit.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.modeldispatch.Attempt;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.Usage;
import dev.modeldispatch.connector.Call;
import dev.modeldispatch.connector.ModelConnector;
import dev.modeldispatch.connector.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** The plainest connector that keeps the contract: a thread per call that reads a stream. */
class PlainConnector implements ModelConnector {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_BYTES = 1 << 20;
  private static final Map<String, FailureKind> CODES =
      Map.of(
          "rate_limit_exceeded", FailureKind.RATE_LIMITED,
          "insufficient_quota", FailureKind.QUOTA_EXHAUSTED,
          "context_length_exceeded", FailureKind.CONTEXT_OVERFLOW,
          "content_policy_violation", FailureKind.CONTENT_FILTERED);
  private static final Map<Integer, FailureKind> STATUSES =
      Map.of(
          400, FailureKind.INVALID_REQUEST,
          401, FailureKind.AUTH_REJECTED,
          403, FailureKind.PERMISSION_DENIED,
          404, FailureKind.MODEL_NOT_FOUND,
          503, FailureKind.OVERLOADED);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            var thread = new Thread(task, "plain-connector");
            thread.setDaemon(true);
            return thread;
          });
  private final Set<Runnable> aborts = ConcurrentHashMap.newKeySet();
  private final URI base;

  PlainConnector(URI base) {
    this.base = base;
  }

  @Override
  public Set<String> providers() {
    return Set.of("plain");
  }

  @Override
  public void call(Call call) {
    begin(call);
  }

  void begin(Call call) {
    var exchange = new Exchange();
    aborts.add(exchange::abort);
    call.onAbort(exchange::abort);
    if (!call.isOver()) {
      threads.execute(() -> call.settle(exchange.ask(call)));
    }
  }

  @Override
  public void close() {
    aborts.forEach(Runnable::run);
    threads.shutdown();
  }

  /** One call; aborting closes its future and its stream. */
  private final class Exchange {
    private @Nullable CompletableFuture<HttpResponse<InputStream>> response;
    private @Nullable InputStream body;
    private boolean aborted;

    Reply ask(Call call) {
      try {
        call.sending();
        var answer = begin(call);
        if (answer == null) {
          return failed(FailureKind.CANCELLED, Attempt.Sent.NO);
        }
        return read(answer);
      } catch (ConnectException e) {
        return failed(FailureKind.UNREACHABLE, Attempt.Sent.NO);
      } catch (IOException e) {
        return failed(FailureKind.CONNECTION_LOST, Attempt.Sent.MAYBE);
      }
    }

    private @Nullable HttpResponse<InputStream> begin(Call call) throws IOException {
      CompletableFuture<HttpResponse<InputStream>> sent;
      synchronized (this) {
        if (aborted) {
          return null;
        }
        sent = http.sendAsync(request(call), HttpResponse.BodyHandlers.ofInputStream());
        response = sent;
      }
      try {
        var answer = sent.join();
        synchronized (this) {
          body = answer.body();
          if (aborted) {
            body.close();
          }
        }
        return answer;
      } catch (RuntimeException e) {
        throw e.getCause() instanceof IOException io ? io : new IOException(e);
      }
    }

    private Reply read(HttpResponse<InputStream> answer) throws IOException {
      byte[] bytes = answer.body().readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        answer.body().close();
        return failed(FailureKind.RESPONSE_TOO_LARGE, Attempt.Sent.YES);
      }
      try {
        return parse(answer.statusCode(), JSON.readTree(bytes));
      } catch (JsonProcessingException e) {
        return failed(FailureKind.MALFORMED_RESPONSE, Attempt.Sent.YES);
      }
    }

    private Reply parse(int status, JsonNode json) {
      if (status != 200 || json.has("error")) {
        var byStatus = STATUSES.getOrDefault(status, FailureKind.SERVER_ERROR);
        var kind = CODES.getOrDefault(json.at("/error/code").asText(), byStatus);
        return failed(kind, Attempt.Sent.YES);
      }
      var choice = json.at("/choices/0");
      var text = choice.at("/message/content");
      return switch (choice.path("finish_reason").asText()) {
        case "length" -> failed(FailureKind.OUTPUT_TRUNCATED, Attempt.Sent.YES);
        case "content_filter" -> failed(FailureKind.CONTENT_FILTERED, Attempt.Sent.YES);
        case "tool_calls" -> failed(FailureKind.TOOL_DENIED, Attempt.Sent.YES);
        default -> answered(json, choice, text);
      };
    }

    private Reply answered(JsonNode json, JsonNode choice, JsonNode text) {
      if (choice.isMissingNode()) {
        return failed(FailureKind.MALFORMED_RESPONSE, Attempt.Sent.YES);
      }
      if (choice.at("/message/refusal").isTextual()) {
        return failed(FailureKind.CONTENT_FILTERED, Attempt.Sent.YES);
      }
      if (text.isNull() || text.asText().isEmpty()) {
        return failed(FailureKind.EMPTY_ANSWER, Attempt.Sent.YES);
      }
      var usage = json.path("usage");
      return Reply.answer(text.asText())
          .usage(
              usage.isMissingNode()
                  ? Usage.unknown()
                  : Usage.exact(
                      usage.path("prompt_tokens").asLong(),
                      usage.path("completion_tokens").asLong()))
          .build();
    }

    void abort() {
      synchronized (this) {
        aborted = true;
        if (response != null) {
          response.cancel(true);
        }
        if (body != null) {
          close(body);
        }
      }
    }
  }

  private HttpRequest request(Call call) {
    var body = JSON.createObjectNode().put("model", call.target().model());
    body.putArray("messages").addObject().put("role", "user").put("content", call.prompt().text());
    return HttpRequest.newBuilder(URI.create(base + "/chat/completions"))
        .POST(HttpRequest.BodyPublishers.ofString(body.toString(), StandardCharsets.UTF_8))
        .build();
  }

  private static void close(InputStream body) {
    try {
      body.close();
    } catch (IOException e) {
      // Closed enough.
    }
  }

  static Reply failed(FailureKind kind, Attempt.Sent sent) {
    return Reply.failure(Failure.builder(kind, "It failed.").build()).sent(sent).build();
  }
}
