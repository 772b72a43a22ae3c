package dev.modeldispatch.samples.langchain4j;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.connector.Call;
import dev.modeldispatch.connector.ModelConnector;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A LangChain4j chat model as a provider of ours. Thread-safe.
 *
 * <p>{@code chat} blocks, so each call under way has a thread; bound them with {@code
 * protect(provider, Protection.builder().maxInFlight(n).build())}. A target's model is the
 * request's {@code modelName}. Conversations are not kept, text is not streamed.
 *
 * <p>Between threads: an abort interrupts the thread that waits in {@code chat}, which makes the
 * JDK's HTTP client close the connection; whoever settles the call first wins.
 */
final class LangChain4jConnector implements ModelConnector {
  private static final int CLOSE_WITHIN_SECONDS = 3;

  private final String provider;
  private final ChatModel model;
  private final AtomicInteger threadsMade = new AtomicInteger();
  private final ExecutorService threads = Executors.newCachedThreadPool(this::thread);

  /** Makes the connector of one provider; the chat model stays its owner's. */
  LangChain4jConnector(String provider, ChatModel model) {
    this.provider = provider;
    this.model = model;
  }

  private Thread thread(Runnable task) {
    var thread = new Thread(task, "langchain4j-" + provider + "-" + threadsMade.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public Set<String> providers() {
    return Set.of(provider);
  }

  @Override
  public void call(Call call) {
    var task = new FutureTask<Void>(() -> chat(call), null);
    call.onAbort(() -> task.cancel(true));
    try {
      threads.execute(task);
    } catch (RejectedExecutionException e) {
      call.settle(Replies.closed(call.target()));
    }
  }

  private void chat(Call call) {
    call.sending();
    if (call.isOver()) {
      return;
    }
    try {
      call.settle(Replies.of(call.target(), model.chat(request(call))));
    } catch (RuntimeException | Error e) { // whatever it is, somebody waits for the end
      call.settle(Replies.of(call.target(), e));
    }
  }

  private static ChatRequest request(Call call) {
    Prompt prompt = call.prompt();
    List<ChatMessage> messages = new ArrayList<>();
    prompt.system().ifPresent(text -> messages.add(SystemMessage.from(text)));
    messages.add(UserMessage.from(prompt.text()));
    var request = ChatRequest.builder().messages(messages).modelName(call.target().model());
    prompt.maxOutputTokens().ifPresent(request::maxOutputTokens);
    prompt.temperature().ifPresent(request::temperature);
    prompt.jsonSchema().ifPresent(schema -> request.responseFormat(json(schema)));
    return request.build();
  }

  private static ResponseFormat json(String schema) {
    return ResponseFormat.builder()
        .type(ResponseFormatType.JSON)
        .jsonSchema(
            JsonSchema.builder().name("answer").rootElement(JsonRawSchema.from(schema)).build())
        .build();
  }

  @Override
  public void close() {
    threads.shutdownNow();
    try {
      // A model that does not heed the interrupt is not waited for; its thread is a daemon.
      boolean unused = threads.awaitTermination(CLOSE_WITHIN_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return "LangChain4jConnector[" + provider + "]";
  }
}
