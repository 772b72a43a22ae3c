package dev.modeldispatch.samples.langchain4j;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.service.AiServices;
import dev.modeldispatch.BatchResult;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.core.ModelDispatch;
import dev.modeldispatch.core.report.ComparisonReport;
import dev.modeldispatch.testkit.server.FakeModelServer;
import java.util.function.Consumer;

/**
 * LangChain4j both ways: an AI service whose model has two others review, and a chat model among
 * the targets of a batch. The models are fakes in the same process.
 */
public final class BothWays {
  private static final String REVIEW =
      "{'prompt':'Review: i <= n','models':[{'provider':'local','model':'careful'},"
          + "{'provider':'local','model':'quick'}]}";

  private BothWays() {}

  /** What the application asks of its agent. */
  interface Reviewer {
    /** Returns the agent's answer. */
    String review(String task);
  }

  /** Runs the sample. */
  public static void main(String[] args) {
    try (var server = FakeModelServer.start()) {
      server
          .model("agent")
          .callsTool("batch-dispatch", REVIEW.replace('\'', '"'))
          .then()
          .answers("One of two reviewers found an error: the limit is off by one.");
      server.model("careful").answers("The limit is off by one.");
      server.model("quick").answers("Looks fine.");
      server.model("poor").fails(FailureKind.QUOTA_EXHAUSTED);

      System.out.println("# An AI service calls our tools, and is told:\n");
      String answer =
          agent(server, "Have this reviewed by two models: i <= n", System.out::println);
      System.out.println("\nIt answers: " + answer);
      System.out.println("\n# A LangChain4j chat model is a target like any other:\n");
      System.out.println(ComparisonReport.text(batch(server)));
    }
  }

  /** Returns what an AI service answers that has our tools; tells what they reply. */
  static String agent(FakeModelServer server, String task, Consumer<String> replies) {
    try (var models = ModelDispatch.builder().openaiCompatible("local", server.baseUri()).build()) {
      Reviewer reviewer =
          AiServices.builder(Reviewer.class)
              .chatModel(chatModel(server))
              .tools(LangChain4jTools.of(models.tools()))
              .afterToolExecution(told -> replies.accept(told.result()))
              .build();
      return reviewer.review(task);
    }
  }

  /** Returns the answers of two models through LangChain4j, and of one asked directly. */
  static BatchResult batch(FakeModelServer server) {
    try (var models =
        ModelDispatch.builder()
            .openaiCompatible("local", server.baseUri())
            .connector(new LangChain4jConnector("langchain4j", chatModel(server)))
            .build()) {
      var targets = ModelTarget.list("langchain4j/careful", "langchain4j/poor", "local/quick");
      return models.batch().dispatch(targets, "Review: i <= n");
    }
  }

  private static ChatModel chatModel(FakeModelServer server) {
    return OpenAiChatModel.builder()
        .baseUrl(server.baseUri().toString())
        .apiKey("none-is-needed")
        .modelName("agent")
        .maxRetries(0)
        .build();
  }
}
