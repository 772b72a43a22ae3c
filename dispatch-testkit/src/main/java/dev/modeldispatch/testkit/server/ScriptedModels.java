package dev.modeldispatch.testkit.server;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import dev.modeldispatch.Misuse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What WireMock answers where no stub of the test's own matches: the scripted models, the list of
 * them, and the provider's errors for what is not there.
 *
 * <p>WireMock runs this on the thread that asks it, so the call in question is a plain field of
 * that one thread.
 */
final class ScriptedModels implements ResponseDefinitionTransformerV2 {
  static final String NAME = "scripted-models";

  /** What is told for a call that no recording fits: it is no retry's business. */
  private static final int MISSED = 400;

  private final WireForms forms = new WireForms();
  private final Journal journal;
  private final Optional<Replay> replay;
  private final Map<String, ModelScript> scripts = new ConcurrentSkipListMap<>();
  private @Nullable Turn turn;

  /** A request that waits for its answer, and how the answer will travel. */
  private static final class Turn {
    final ServerCall call;
    final HttpRequest request;
    final WireForm form;
    Function<WireAnswer, List<Act>> travel = Travel::whole;
    String plays = "";

    Turn(ServerCall call, HttpRequest request, WireForm form) {
      this.call = call;
      this.request = request;
      this.form = form;
    }
  }

  ScriptedModels(Journal journal, Optional<Replay> replay) {
    this.journal = journal;
    this.replay = replay;
  }

  ModelScript script(String model) {
    Misuse.check("model")
        .unless(!model.isBlank(), () -> "its name is blank; name it, for example quick")
        .orThrow();
    return scripts.computeIfAbsent(model, ModelScript::new);
  }

  /** {@return the models that have a script} */
  Set<String> scripted() {
    return Set.copyOf(scripts.keySet());
  }

  /** Begins the turn of a whole request. */
  void begin(ServerCall call, HttpRequest request) {
    var form = forms.of(request);
    turn = new Turn(call, request, form);
    if (form.isPrompt(request)) {
      call.prompt(form.modelOf(request).orElse(""));
    }
  }

  /** Ends the turn: what is done with the connection, given what is answered. */
  List<Act> end(WireAnswer answer) {
    var current = current();
    current.call.plays(current.plays.isEmpty() ? "a stub" : current.plays, answer.status());
    return current.travel.apply(answer);
  }

  @Override
  public String getName() {
    return NAME;
  }

  @Override
  public boolean applyGlobally() {
    return false;
  }

  @Override
  public ResponseDefinition transform(ServeEvent event) {
    var answer = decide(current());
    var response =
        new ResponseDefinitionBuilder().withStatus(answer.status()).withBody(answer.body().copy());
    answer.headers().forEach(h -> response.withHeader(h.name(), h.value()));
    return response.build();
  }

  private WireAnswer decide(Turn current) {
    if (replay.isPresent()) {
      return replayed(replay.get(), current);
    }
    if (current.form.isPrompt(current.request)) {
      return prompted(current, current.form.modelOf(current.request));
    }
    if (current.form.isModelList(current.request)) {
      current.plays = "list of models";
      return current.form.models(scripts.keySet(), current.request);
    }
    return unmatched(current, current.request.line());
  }

  private WireAnswer prompted(Turn current, Optional<String> model) {
    if (model.isEmpty()) {
      return unmatched(current, "a prompt request of another form");
    }
    var script = scripts.get(model.get());
    var reply = script == null ? Optional.<ModelReply>empty() : script.next(current.form);
    if (reply.isEmpty()) {
      current.plays = "unknown model (scripted: " + String.join(", ", scripts.keySet()) + ")";
      return current.form.errors().unknownModel(model.get());
    }
    var problem = reply.get().problem(current.form, current.request);
    if (problem.isPresent()) {
      current.plays = "unmatched";
      journal.impossible("model " + Misuse.quote(model.get()) + ": " + problem.get());
      return current.form.errors().unknownRoute(current.request);
    }
    current.plays = reply.get().name();
    current.travel = answer -> reply.get().acts(answer, current.form);
    return reply.get().says().to(current.form, model.get(), current.request);
  }

  private WireAnswer replayed(Replay recordings, Turn current) {
    var form = current.form;
    var model = form.isPrompt(current.request) ? form.modelOf(current.request) : Optional.of("");
    var lane = new RecordedExchange.Lane(form.dialect(), model.orElse(""));
    var choice = recordings.next(lane, current.request);
    if (choice.played().isEmpty()) {
      current.plays = "unmatched";
      journal.impossible(choice.miss());
      return form.errors().of(MISSED, choice.miss());
    }
    var kept = choice.played().get(0);
    current.plays = kept.name();
    current.travel = kept.exchange()::acts;
    return kept.exchange().answer();
  }

  private WireAnswer unmatched(Turn current, String what) {
    current.plays = "unmatched";
    journal.unmatched(what);
    return current.form.errors().unknownRoute(current.request);
  }

  private Turn current() {
    var current = turn;
    if (current == null) {
      throw new IllegalStateException("WireMock was asked without a request.");
    }
    return current;
  }
}
