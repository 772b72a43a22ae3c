package dev.modeldispatch.samples.recipes;

import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.Unanswered;
import dev.modeldispatch.core.ModelDispatch;
import dev.modeldispatch.testkit.server.FakeModelServer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** Pulls an answer piece by piece, as fast as it is printed; the result is the last event. */
public final class StreamAnAnswer {
  private StreamAnAnswer() {}

  /** Runs the recipe. */
  public static void main(String[] args) {
    try (var server = FakeModelServer.start();
        var models = ModelDispatch.builder().openaiCompatible("local", server.baseUri()).build()) {
      server.model("wise").perSecond(50).answers("Because air scatters blue light most.");
      server.model("poor").fails(FailureKind.QUOTA_EXHAUSTED);

      print(models, "local/wise");
      print(models, "local/poor");
    }
  }

  private static void print(ModelDispatch models, String target) {
    var printer = new Printer();
    models.stream(target, "Why is the sky blue?").subscribe(printer);
    printer.done.join();
  }

  /** Asks for the next event when it is done with one: what it does not ask for waits. */
  private static final class Printer implements Flow.Subscriber<DispatchEvent> {
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();

    @Override
    public void onSubscribe(Flow.Subscription begun) {
      subscription.complete(begun);
      begun.request(1);
    }

    @Override
    public void onNext(DispatchEvent event) {
      if (event instanceof DispatchEvent.Text piece) {
        System.out.print(piece.text());
      } else if (event instanceof DispatchEvent.Settled end) {
        System.out.println(
            end.result().fold(all -> "\n(" + all.text().length() + " characters)", Printer::why));
      }
      subscription.join().request(1);
    }

    private static String why(Unanswered none) {
      return none.target() + ": " + none.failure().kind().code();
    }

    @Override
    public void onError(Throwable misuse) {
      done.completeExceptionally(misuse);
    }

    @Override
    public void onComplete() {
      done.complete(null);
    }
  }
}
