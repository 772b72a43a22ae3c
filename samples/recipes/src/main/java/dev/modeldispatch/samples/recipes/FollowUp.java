package dev.modeldispatch.samples.recipes;

import dev.modeldispatch.Prompt;
import dev.modeldispatch.Session;
import java.util.Map;

/** Asks twice in one session: the second question knows of the first, then the session is gone. */
public final class FollowUp {
  private FollowUp() {}

  /** Runs the recipe. */
  public static void main(String[] args) {
    try (var server = SessionServer.saying(Map.of("wise", "Paris, as far as I know."));
        var models = server.connect()) {
      Prompt first =
          Prompt.builder("What is the capital of France?").session(Session.kept()).build();
      var one = models.ask("fake/wise", first);
      System.out.println("first: " + one.orElseThrow().text());

      String id = one.session().flatMap(Session::id).orElseThrow();
      Prompt second =
          Prompt.builder("Are you sure?").session(Session.continuedThenClosed(id)).build();
      var two = models.ask("fake/wise", second);
      System.out.println("second: " + two.orElseThrow().text());
      System.out.println("still open: " + two.session().isPresent());
    }
  }
}
