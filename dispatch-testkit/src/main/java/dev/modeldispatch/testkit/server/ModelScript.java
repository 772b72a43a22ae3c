package dev.modeldispatch.testkit.server;

import dev.modeldispatch.FailureKind;
import dev.modeldispatch.Misuse;
import dev.modeldispatch.Usage;
import dev.modeldispatch.testkit.Sequence;
import dev.modeldispatch.testkit.server.FakeModelServer.Dialect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a model of a {@link FakeModelServer} does: one behaviour, or several with {@link #then}
 * between them; the last one repeats. {@link #after}, {@link #firstAfter}, {@link #perSecond},
 * {@link #jitter}, {@link #reasoning}, {@link #using}, {@link #retryAfter} and {@link #header} are
 * said before the behaviour that they belong to. It is done in whatever dialect the model is asked,
 * and as a stream if the request wants one; what a dialect cannot do is an unmatched request.
 * Thread-safe.
 *
 * <pre>{@code
 * server.model("quick").answers("Because of Rayleigh scattering.");
 * server.model("busy").header("retry-after", "2").fails(FailureKind.RATE_LIMITED).times(2)
 *     .then().answers("Well, then.");
 * server.model("broken").plays(Fault.cutAfter(40));
 * server.model("slow").firstAfter(Duration.ofMillis(300)).perSecond(50).streams(200);
 * }</pre>
 */
public final class ModelScript {
  private static final String TEXT = "All is well.";
  private static final Set<Dialect> ALL = Collections.unmodifiableSet(EnumSet.allOf(Dialect.class));

  private final String model;
  private final Sequence<ModelReply> replies;
  private Set<Dialect> spoken = ALL;
  private Extras extras = new Extras();

  /** What is said before the behaviour that it belongs to. */
  private static final class Extras {
    Duration delay = Duration.ZERO;
    Pace pace = Pace.AT_ONCE;
    String reasoning = "";
    Usage usage = Usage.exact(9, 12);
    Duration retryAfter = Duration.ofSeconds(20);
    final List<WireAnswer.Header> headers = new ArrayList<>();
  }

  ModelScript(String model) {
    this.model = model;
    this.replies = new Sequence<>("model " + Misuse.quote(model));
  }

  /**
   * Says in which dialects alone the model is known; in all by default. What one of them cannot do
   * is refused from then on.
   */
  public synchronized ModelScript in(Dialect first, Dialect... others) {
    spoken = Collections.unmodifiableSet(EnumSet.of(first, others));
    return this;
  }

  /** Delays the behaviour that follows: the headers come that much later. */
  public synchronized ModelScript after(Duration wait) {
    extras.delay = wait;
    return this;
  }

  /** Holds the first piece of the streamed answer that follows back: the headers come before. */
  public synchronized ModelScript firstAfter(Duration wait) {
    extras.pace = extras.pace.firstAfter(wait);
    return this;
  }

  /** Sends the streamed answer that follows at this pace; at once by default. */
  public synchronized ModelScript perSecond(int pieces) {
    check(pieces >= 1, () -> "perSecond(" + pieces + ") must be at least 1");
    extras.pace = extras.pace.perPiece(Duration.ofSeconds(1).dividedBy(pieces));
    return this;
  }

  /** Lets the pauses of the streamed answer that follows vary, always alike for one seed. */
  public synchronized ModelScript jitter(long seed) {
    extras.pace = extras.pace.seed(seed);
    return this;
  }

  /** Tells these thoughts before the answer that follows. */
  public synchronized ModelScript reasoning(String thoughts) {
    extras.reasoning = thoughts;
    return this;
  }

  /** Says what the answer that follows reports as used; 9 tokens in, 12 out by default. */
  public synchronized ModelScript using(Usage used) {
    extras.usage = used;
    return this;
  }

  /** Says for how long the limit that follows asks, in the provider's way; 20 s by default. */
  public synchronized ModelScript retryAfter(Duration wait) {
    extras.retryAfter = wait;
    return this;
  }

  /** Adds a header to the reply that follows. */
  public synchronized ModelScript header(String name, String value) {
    extras.headers.add(new WireAnswer.Header(name, value));
    return this;
  }

  /** Answers with this text. */
  public ModelScript answers(String text) {
    return add("answers", ALL, false, answer(text, (form, plain) -> plain), paced());
  }

  /** Answers with as many words as this, {@code w1 w2 w3} and so on. */
  public ModelScript streams(int tokens) {
    check(tokens >= 1, () -> "streams(" + tokens + ") must be at least 1");
    return answers(
        IntStream.rangeClosed(1, tokens).mapToObj(i -> "w" + i).collect(Collectors.joining(" ")));
  }

  /** Answers with this text, and the reply goes wrong on its way. */
  public ModelScript answers(String text, Fault how) {
    checkAble(
        how.name(),
        how.dialects(),
        Fault.streamCatalogue().stream().filter(f -> isAble(f.dialects())).map(Fault::name));
    return add(
        how.name(),
        how.dialects(),
        how.isOfStreams(),
        answer(text, (form, plain) -> plain),
        how.way());
  }

  /** Answers with this text, and the answer is odd. */
  public ModelScript answers(String text, Oddity oddity) {
    checkAble(
        oddity.name(),
        oddity.dialects(),
        Arrays.stream(Oddity.values()).filter(o -> isAble(o.dialects())).map(Oddity::name));
    return add(
        oddity.name(),
        oddity.dialects(),
        false,
        answer(text, (form, plain) -> form.odd(oddity, plain)),
        paced());
  }

  /** Answers with status 200 and this body in place of the form's own; never streamed. */
  public ModelScript answersJson(String body) {
    return replies("answersJson", (form, asked) -> WireAnswer.json(200, body));
  }

  /** Calls a tool in place of answering. */
  public ModelScript callsTool(String tool, String arguments) {
    var used = extras().usage;
    return add(
        "callsTool",
        ALL,
        false,
        (form, name, request) -> fitting(form, form.toolCall(name, tool, arguments, used), request),
        whole());
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
    var wait = extras().retryAfter;
    var able = WireForms.withError(kind);
    check(
        isAble(able),
        () ->
            kind.code()
                + " is not told by an error reply. Told so: "
                + WireForms.errorKinds(spoken()).stream().map(FailureKind::code).toList()
                + "; else use plays(..), or refuseConnections() of the server");
    return add(
        "fails " + kind.code(),
        able,
        false,
        (form, asked, request) -> form.errors().of(kind, asked, wait),
        whole());
  }

  /** Fails with this status, in the shape that the provider's errors have. */
  public ModelScript fails(int status) {
    return replies(
        "fails " + status, (form, asked) -> form.errors().of(status, "It failed as scripted."));
  }

  /** Fails with this status, and a message that quotes the whole request. */
  public ModelScript failsEchoing(int status) {
    return add(
        "fails " + status + " and echoes",
        ALL,
        false,
        (form, asked, request) ->
            form.errors().of(status, "Invalid value in the request: " + request.text()),
        whole());
  }

  /** Fails with this status and body. */
  public ModelScript fails(int status, String body) {
    return replies("fails " + status, (form, asked) -> WireAnswer.json(status, body));
  }

  /** Reads the request and never replies. */
  public ModelScript hangs() {
    var fault = Fault.stallBeforeHeaders();
    return add("hangs", ALL, false, answer(TEXT, (form, plain) -> plain), fault.way());
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

  Optional<ModelReply> next(WireForm form) {
    return spoken().contains(form.dialect()) ? replies.next() : Optional.empty();
  }

  private ModelReply.Says answer(String text, BiFunction<WireForm, WireAnswer, WireAnswer> change) {
    var said = new WireForm.Said(extras().reasoning, text, extras().usage);
    return (form, name, request) ->
        fitting(form, change.apply(form, form.answer(name, said)), request);
  }

  private static WireAnswer fitting(WireForm form, WireAnswer plain, HttpRequest request) {
    return form.stream().isAskedFor(request)
        ? form.stream().of(WireJson.of(plain), request)
        : plain;
  }

  private Way paced() {
    var pace = extras().pace;
    return (answer, form) -> answer.isStream() ? Travel.events(answer, pace) : Travel.whole(answer);
  }

  private static Way whole() {
    return (answer, form) -> Travel.whole(answer);
  }

  private ModelScript replies(String name, BiFunction<WireForm, String, WireAnswer> reply) {
    return add(name, ALL, false, (form, asked, request) -> reply.apply(form, asked), whole());
  }

  private synchronized ModelScript add(
      String name, Set<Dialect> able, boolean ofStreams, ModelReply.Says says, Way travel) {
    var headers = List.copyOf(extras.headers);
    replies.add(
        new ModelReply(
            name,
            extras.delay,
            able,
            ofStreams,
            (form, asked, request) -> {
              var reply = says.to(form, asked, request);
              for (var header : headers) {
                reply = reply.header(header.name(), header.value());
              }
              return reply;
            },
            travel));
    extras = new Extras();
    return this;
  }

  /** Says whether all dialects that the model was narrowed to can do it; else, whether one can. */
  private boolean isAble(Set<Dialect> able) {
    var needed = spoken();
    return able.containsAll(needed) || (needed.equals(ALL) && !able.isEmpty());
  }

  private void checkAble(String name, Set<Dialect> able, Stream<String> known) {
    check(isAble(able), () -> name + " is unknown to " + spoken() + ". Known: " + known.toList());
  }

  private synchronized Extras extras() {
    return extras;
  }

  private synchronized Set<Dialect> spoken() {
    return spoken;
  }

  private void check(boolean fine, Supplier<String> problem) {
    Misuse.check("model " + Misuse.quote(model)).unless(fine, problem).orThrow();
  }

  @Override
  public String toString() {
    return replies.toString();
  }
}
