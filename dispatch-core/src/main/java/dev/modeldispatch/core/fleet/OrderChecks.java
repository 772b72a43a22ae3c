package dev.modeldispatch.core.fleet;

import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.Misuse;
import dev.modeldispatch.core.fleet.SessionServer.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Looks at orders before anything is launched, and finds all that is wrong with them. */
record OrderChecks(Crew crew) {
  /** An order that has been looked at; two of them are never the same. */
  static final class Checked {
    private final SessionOrder order;
    private final Optional<Place> place;
    private final FullPrompt prompt;

    Checked(SessionOrder order, Optional<Place> place, FullPrompt prompt) {
      this.order = order;
      this.place = place;
      this.prompt = prompt;
    }

    SessionOrder order() {
      return order;
    }

    /** {@return its workspace; empty if there is none} */
    Optional<Place> place() {
      return place;
    }

    FullPrompt prompt() {
      return prompt;
    }

    String name() {
      return order.name().isEmpty() ? "a session" : Misuse.quote(order.name());
    }
  }

  /**
   * Returns the orders with their workspaces, and with the files that they may write held for them.
   * Fails with all problems, or with why the server could not be asked.
   */
  CompletableFuture<List<Checked>> check(List<SessionOrder> orders) {
    List<String> problems = new ArrayList<>();
    return each(orders, problems)
        .thenApply(
            checked -> {
              List<Checked> placed =
                  checked.stream().filter(order -> order.place().isPresent()).toList();
              List<String> taken = crew.holds().take(placed);
              problems.addAll(taken);
              if (!problems.isEmpty()) {
                if (taken.isEmpty()) {
                  placed.forEach(crew.holds()::release);
                }
                throw SessionException.refused(problems);
              }
              return List.copyOf(checked);
            });
  }

  /** Returns all that is wrong with orders of which each is for a time of its own. */
  CompletableFuture<List<String>> problems(List<SessionOrder> orders) {
    List<String> problems = new ArrayList<>();
    return each(orders, problems).thenApply(checked -> List.copyOf(problems));
  }

  private CompletableFuture<List<Checked>> each(List<SessionOrder> orders, List<String> problems) {
    CompletableFuture<List<Checked>> all = CompletableFuture.completedFuture(new ArrayList<>());
    for (SessionOrder order : orders) {
      all =
          all.thenCompose(
              done ->
                  check(order, problems)
                      .thenApply(
                          checked -> {
                            done.add(checked);
                            return done;
                          }));
    }
    return all;
  }

  private CompletableFuture<Checked> check(SessionOrder order, List<String> problems) {
    String who = order.name().isEmpty() ? "" : order.name() + ": ";
    return crew.server()
        .place(order.workspace())
        .<Optional<Place>>handle(
            (place, thrown) -> {
              if (thrown == null) {
                return Optional.of(place);
              }
              problems.add(who + words(asProblem(thrown)));
              return Optional.empty();
            })
        .thenCompose(place -> preflight(order, who, problems).thenApply(done -> place))
        .thenApplyAsync(place -> read(order, place, who, problems), crew.time().callbacks());
  }

  private CompletableFuture<Boolean> preflight(
      SessionOrder order, String who, List<String> problems) {
    if (order.model().isEmpty()) {
      return CompletableFuture.completedFuture(true);
    }
    return crew.server()
        .preflight(order.model().get())
        .thenApply(
            failure -> {
              failure.ifPresent(why -> problems.add(who + words(why)));
              return failure.isEmpty();
            });
  }

  private static Checked read(
      SessionOrder order, Optional<Place> place, String who, List<String> problems) {
    if (place.isEmpty()) {
      return new Checked(order, place, new FullPrompt("", List.of(), List.of()));
    }
    List<String> own = new ArrayList<>();
    FullPrompt prompt = FullPrompt.of(order, place.get(), own);
    FullPrompt.boundary(order, place.get())
        .leaving()
        .forEach(
            file -> own.add("boundary " + Misuse.quote(file) + " is outside of the workspace"));
    own.forEach(problem -> problems.add(who + problem));
    return new Checked(order, place, prompt);
  }

  /** A server that does not answer is no problem of the order. */
  private static Failure asProblem(Throwable thrown) {
    SessionException known = SessionFailures.exception(thrown);
    if (known.failure().kind() != FailureKind.INVALID_REQUEST) {
      throw known;
    }
    return known.failure();
  }

  private static String words(Failure failure) {
    String message = failure.message();
    String hint = failure.hint();
    return hint.isEmpty() ? message : message.replaceFirst("\\.$", "") + ". " + hint;
  }
}
