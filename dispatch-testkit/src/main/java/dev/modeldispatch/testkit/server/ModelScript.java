package dev.modeldispatch.testkit.server;

import dev.modeldispatch.FailureKind;
import dev.modeldispatch.Misuse;
import dev.modeldispatch.Usage;
import dev.modeldispatch.testkit.Sequence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * What a model of a {@link FakeModelServer} does: one behaviour, or several with {@link #then}
 * between them; the last one repeats. {@link #after}, {@link #firstAfter}, {@link #perSecond},
 * {@link #reasoning}, {@link #using} and {@link #header} are said before the behaviour that they
 * belong to. A request that asks for a stream gets the same as a stream. Thread-safe.
 *
 * <pre>{@code
 * server.model("quick").answers("Because of Rayleigh scattering.");
 * server.model("busy").header("retry-after", "2").fails(FailureKind.RATE_LIMITED).times(2)
 *     .then().answers("Well, then.");
 * server.model("broken").plays(Fault.cutAfter(40));
 * }</pre>
 */
public final class ModelScript {
  private static final String TEXT = "All is well.";

  private final String model;
  private final WireForm form;
  private final Sequence<ModelReply> replies;
  private Duration delay = Duration.ZERO;
  private Duration firstAfter = Duration.ZERO;
  private Duration perPiece = Duration.ZERO;
  private String reasoning = "";
  private Usage usage = Usage.exact(9, 12);
  private List<WireAnswer.Header> headers = new ArrayList<>();

  ModelScript(String model, WireForm form) {
    this.model = model;
    this.form = form;
    this.replies = new Sequence<>("model " + Misuse.quote(model));
  }

  /** Delays the behaviour that follows: the headers come that much later. */
  public synchronized ModelScript after(Duration wait) {
    delay = wait;
    return this;
  }

  /** Holds the first piece of the streamed answer that follows back: the headers come before. */
  public synchronized ModelScript firstAfter(Duration wait) {
    firstAfter = wait;
    return this;
  }

  /** Sends the streamed answer that follows at this pace; at once by default. */
  public synchronized ModelScript perSecond(int pieces) {
    Misuse.check("model " + Misuse.quote(model))
        .unless(pieces >= 1, () -> "perSecond(" + pieces + ") must be at least 1")
        .orThrow();
    perPiece = Duration.ofSeconds(1).dividedBy(pieces);
    return this;
  }

  /** Tells these thoughts before the answer that follows. */
  public synchronized ModelScript reasoning(String thoughts) {
    reasoning = thoughts;
    return this;
  }

  /** Says what the answer that follows reports as used; 9 tokens in, 12 out by default. */
  public synchronized ModelScript using(Usage used) {
    usage = used;
    return this;
  }

  /** Adds a header to the reply that follows. */
  public synchronized ModelScript header(String name, String value) {
    headers.add(new WireAnswer.Header(name, value));
    return this;
  }

  /** Answers with this text. */
  public ModelScript answers(String text) {
    return add("answers", answer(text, UnaryOperator.identity()), paced());
  }

  /** Answers with this text, and the reply goes wrong on its way. */
  public ModelScript answers(String text, Fault how) {
    return add(how.name(), answer(text, UnaryOperator.identity()), how::acts);
  }

  /** Answers with this text, and the answer is odd. */
  public ModelScript answers(String text, Oddity oddity) {
    Misuse.check("model " + Misuse.quote(model))
        .unless(
            form.oddities().contains(oddity),
            () -> oddity + " is unknown in this form. Known: " + form.oddities())
        .orThrow();
    return add(oddity.name(), answer(text, plain -> form.odd(oddity, plain)), paced());
  }

  /** Answers with status 200 and this body in place of the form's own; never streamed. */
  public ModelScript answersJson(String body) {
    return add("answersJson", (name, request) -> WireAnswer.json(200, body), Travel::whole);
  }

  /** Calls a tool in place of answering. */
  public ModelScript callsTool(String tool, String arguments) {
    var used = usage();
    return add(
        "callsTool",
        (name, request) -> fitting(form.toolCall(name, tool, arguments, used), request),
        Travel::whole);
  }

  /** Goes wrong in this way. */
  public ModelScript plays(Fault fault) {
    return answers(TEXT, fault);
  }

  /** Answers oddly in this way. */
  public ModelScript plays(Oddity oddity) {
    return answers(TEXT, oddity);
  }

  /** Fails as the provider does, with its status, body and headers. */
  public ModelScript fails(FailureKind kind) {
    Misuse.check("model " + Misuse.quote(model))
        .unless(
            form.errors().contains(kind),
            () ->
                kind.code()
                    + " is not told by an error reply. Told so: "
                    + form.errors().stream().map(FailureKind::code).toList()
                    + "; else use plays(..), or refuseConnections() of the server")
        .orThrow();
    return add("fails " + kind.code(), (name, request) -> form.error(kind, name), Travel::whole);
  }

  /** Fails with this status and body. */
  public ModelScript fails(int status, String body) {
    return add("fails " + status, (name, request) -> WireAnswer.json(status, body), Travel::whole);
  }

  /** Reads the request and never replies. */
  public ModelScript hangs() {
    return add("hangs", answer(TEXT, UnaryOperator.identity()), Fault.stallBeforeHeaders()::acts);
  }

  /** Plays the last behaviour this often before the next one. */
  public ModelScript times(int count) {
    replies.times(count);
    return this;
  }

  /** Opens the script for a further behaviour. */
  public ModelScript then() {
    replies.then();
    return this;
  }

  Optional<ModelReply> next() {
    return replies.next();
  }

  private synchronized ModelReply.Says answer(String text, UnaryOperator<WireAnswer> change) {
    var said = new WireForm.Said(reasoning, text, usage);
    return (name, request) -> fitting(change.apply(form.answer(name, said)), request);
  }

  private WireAnswer fitting(WireAnswer plain, HttpRequest request) {
    return form.streams(request) ? form.streamed(plain, request) : plain;
  }

  private synchronized Function<WireAnswer, List<Act>> paced() {
    var first = firstAfter;
    var pace = perPiece;
    return answer -> answer.isStream() ? Travel.events(answer, first, pace) : Travel.whole(answer);
  }

  private synchronized Usage usage() {
    return usage;
  }

  private synchronized ModelScript add(
      String name, ModelReply.Says says, Function<WireAnswer, List<Act>> travel) {
    var extra = headers;
    replies.add(
        new ModelReply(
            name,
            delay,
            (asked, request) -> {
              var reply = says.to(asked, request);
              for (var header : extra) {
                reply = reply.header(header.name(), header.value());
              }
              return reply;
            },
            travel));
    delay = Duration.ZERO;
    firstAfter = Duration.ZERO;
    perPiece = Duration.ZERO;
    reasoning = "";
    usage = Usage.exact(9, 12);
    headers = new ArrayList<>();
    return this;
  }

  @Override
  public String toString() {
    return replies.toString();
  }
}
