package dev.modeldispatch.samples.recipes;

import dev.modeldispatch.Answered;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.Session;
import dev.modeldispatch.core.ModelDispatch;
import dev.modeldispatch.testkit.server.FakeModelServer;

/**
 * Asks three times in one conversation with a provider that keeps none: what was said before is
 * kept in this process, a prompt that fails leaves no trace, and the last one closes it.
 */
public final class GoOnInAConversation {
  private GoOnInAConversation() {}

  /** Runs the recipe. */
  public static void main(String[] args) {
    try (var server = FakeModelServer.start();
        var models = ModelDispatch.builder().openaiCompatible("local", server.baseUri()).build()) {
      var wise = server.model("wise").answers("Paris.");
      wise.then()
          .fails(400, "{\"error\":{\"message\":\"no\"}}")
          .then()
          .answers("About two million.");

      var first = models.ask("local/wise", in(Session.kept(), "The capital of France?"));
      show(first);
      Session session = first.session().orElseThrow();
      show(models.ask("local/wise", in(session, "And this one fails?")));
      String id = session.id().orElseThrow();
      show(models.ask("local/wise", in(Session.continuedThenClosed(id), "Its people?")));

      var last = server.promptCalls("wise").get(2).requestJson().path("messages");
      last.forEach(said -> System.out.println("sent: " + said.path("content").asText()));
      show(models.ask("local/wise", in(session, "Still there?")));
    }
  }

  private static Prompt in(Session session, String text) {
    return Prompt.builder(text).session(session).build();
  }

  private static void show(ModelResult result) {
    System.out.println(result.fold(Answered::text, none -> none.failure().kind().code()));
  }
}
