package dev.modeldispatch.core.tool;

import dev.modeldispatch.FailureKind;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A tool for a model: a name, a description that says when to use it, a JSON schema of its
 * arguments, and the call, text in and text out. Any agent framework can register it. Thread-safe.
 *
 * <p>A call never throws for what is in its arguments or for what becomes of it: that is the reply,
 * which tells the model all that is wrong at once. Neither logs nor exceptions hold a prompt or an
 * answer.
 */
public final class ModelTool {
  private static final Logger LOG = LoggerFactory.getLogger(ModelTool.class);

  /** What a tool does with arguments of known names; throws {@link Problems.BadArguments}. */
  interface Doing {
    void run(Arguments arguments, ToolCall call);
  }

  private final String name;
  private final String family;
  private final String description;
  private final List<String> arguments;
  private final String schema;
  private final Doing doing;

  /** Makes one whose texts begin with the family's name in brackets. */
  ModelTool(String name, String family, String description, ToolSchema schema, Doing doing) {
    this.name = name;
    this.family = family;
    this.description = description;
    this.arguments = schema.names();
    this.schema = schema.json();
    this.doing = doing;
  }

  /** {@return the name, for example {@code batch-dispatch}} */
  public String name() {
    return name;
  }

  /** {@return what it is for and when to use it, below 600 characters} */
  public String description() {
    return description;
  }

  /** {@return the JSON schema of the arguments, an object} */
  public String schema() {
    return schema;
  }

  /** Calls the tool and waits for the reply's text. */
  public String call(String argumentsJson) {
    return reply(argumentsJson).text();
  }

  /** Calls the tool and waits for the reply. */
  public ToolReply reply(String argumentsJson) {
    return reply(argumentsJson, ToolProgress.none());
  }

  /**
   * Calls the tool and waits for the reply. An interrupt cancels the work, stays set, and is told
   * by the reply.
   */
  public ToolReply reply(String argumentsJson, ToolProgress progress) {
    ToolCall call = start(argumentsJson, progress);
    try {
      return call.future().get();
    } catch (InterruptedException e) {
      call.future().cancel(true);
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      LOG.warn("the future of a call of {} was ended from outside", name);
    }
    return call.outcome().orElseThrow();
  }

  /** Calls the tool and returns at once. Cancelling the future ends the work. */
  public CompletableFuture<ToolReply> callAsync(String argumentsJson) {
    return callAsync(argumentsJson, ToolProgress.none());
  }

  /** Calls the tool and returns at once. Cancelling the future ends the work. */
  public CompletableFuture<ToolReply> callAsync(String argumentsJson, ToolProgress progress) {
    return start(argumentsJson, progress).future();
  }

  private ToolCall start(String argumentsJson, ToolProgress progress) {
    var call = new ToolCall(family, progress);
    guarded(call, () -> doing.run(Arguments.read(argumentsJson, arguments), call));
    return call;
  }

  /** Runs a step of a call; whatever it throws is the call's reply. */
  static void guarded(ToolCall call, Runnable step) {
    try {
      step.run();
    } catch (Problems.BadArguments e) {
      call.fail(FailureKind.INVALID_REQUEST, e.problem(), e.hint());
    } catch (IllegalArgumentException e) { // misuse that only the dispatcher sees
      call.fail(FailureKind.INVALID_REQUEST, String.valueOf(e.getMessage()), "");
    } catch (RuntimeException e) {
      LOG.warn("a tool's call ended with {}", e.getClass().getName());
      call.fail(
          FailureKind.UNKNOWN,
          "the dispatcher threw " + e.getClass().getName(),
          "Report it; another try may help.");
    }
  }

  @Override
  public String toString() {
    return "ModelTool[" + name + "]";
  }
}
