package dev.modeldispatch.testkit.server;

import dev.modeldispatch.testkit.server.RecordedExchange.Asked;
import dev.modeldispatch.testkit.server.RecordedExchange.End;
import dev.modeldispatch.testkit.server.RecordedExchange.Lane;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Passes each call on to the real server and its reply back as it comes, and keeps what was said.
 *
 * <p>The front's thread hands a request over; the rest runs on two threads of its own. A recording
 * takes its number when the request comes, so that those of one model are in order, and is written
 * when its reply is over, whole or not.
 */
final class Recorder implements Front.Answering, AutoCloseable {
  private static final Set<String> NOT_PASSED_ON =
      Set.of(
          "host",
          "connection",
          "content-length",
          "transfer-encoding",
          "expect",
          "upgrade",
          "http2-settings",
          "accept-encoding",
          "keep-alive",
          "te",
          "trailer",
          "proxy-connection");

  private final WireForms forms = new WireForms();
  private final RecordingPlan plan;
  private final Journal journal;
  private final Scrubber scrubber;
  private final ExecutorService threads;
  private final HttpClient http;
  private final Map<Lane, Integer> numbers = new HashMap<>();
  private final Set<RelayedCall> going = ConcurrentHashMap.newKeySet();

  Recorder(RecordingPlan plan, Journal journal, String name) {
    this.plan = plan;
    this.journal = journal;
    this.scrubber = new Scrubber(plan.secrets());
    threads =
        Executors.newFixedThreadPool(
            2,
            task -> {
              var made = new Thread(task, "fake-model-server-" + name + "-recorder");
              made.setDaemon(true);
              return made;
            });
    http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .executor(threads)
            .build();
  }

  @Override
  public void answer(Connection connection, ServerCall call, HttpRequest request) {
    var form = forms.of(request);
    boolean prompt = form.isPrompt(request);
    String model = prompt ? form.modelOf(request).orElse("") : "";
    if (prompt) {
      call.prompt(model);
    }
    scrubber.learn(request);
    var lane = new Lane(form.dialect(), model);
    Path file = plan.folder().resolve(lane.file(numbers.merge(lane, 1, Integer::sum)));
    var relayed = new RelayedCall(this, connection, call, new Turn(lane, request, file));
    var target = plan.target(lane.dialect(), request);
    if (target.isEmpty()) {
      relayed.refuse("nobody is named for " + lane.provider() + ", only for " + plan.named());
      return;
    }
    going.add(relayed);
    threads.execute(() -> relayed.send(http, asked(target.get(), request)));
  }

  /** A request, and where what comes of it is kept. */
  record Turn(Lane lane, HttpRequest request, Path file) {}

  private static java.net.http.HttpRequest asked(URI target, HttpRequest request) {
    var body = request.body().copy();
    var asked =
        java.net.http.HttpRequest.newBuilder(target)
            .method(
                request.method(),
                body.length == 0
                    ? java.net.http.HttpRequest.BodyPublishers.noBody()
                    : java.net.http.HttpRequest.BodyPublishers.ofByteArray(body));
    passedOn(request.headers()).forEach(h -> asked.header(h.name(), h.value()));
    return asked.build();
  }

  /** Returns the headers that are not about one connection. */
  static List<WireAnswer.Header> passedOn(List<WireAnswer.Header> headers) {
    return headers.stream()
        .filter(h -> !h.name().startsWith(":"))
        .filter(h -> !NOT_PASSED_ON.contains(h.name().toLowerCase(Locale.ROOT)))
        .toList();
  }

  WireErrors errors(Lane lane) {
    return forms.of(lane.dialect()).errors();
  }

  Journal journal() {
    return journal;
  }

  /** Keeps what was said; called once for each call that has a reply, whole or not. */
  void keep(Turn turn, WireAnswer reply, End end) {
    scrubber.learn(
        reply.headers().stream().filter(h -> h.name().equalsIgnoreCase("set-cookie")).toList());
    var body = AskedBody.of(turn.request(), scrubber::scrub);
    var texts = plan.keepsPrompts() ? List.<String>of() : AskedBody.texts(body);
    var open =
        new Asked(turn.request().method(), scrubber.path(turn.request().path()), body, false);
    boolean streamed = reply.isStream();
    List<String> said =
        streamed ? events(reply) : reply.body().length() == 0 ? List.of() : List.of(reply.text());
    List<String> parts = said.stream().map(part -> clean(part, texts, reply.status())).toList();
    var exchange =
        new RecordedExchange(
            turn.lane(),
            plan.keepsPrompts() ? open : open.inHashes(),
            reply.status(),
            plan.kept(reply.headers()),
            streamed,
            parts,
            end);
    write(plan.folder(), turn.file(), scrubber.scrub(RecordingText.of(exchange)));
  }

  private static List<String> events(WireAnswer reply) {
    return reply.events().stream().map(Bytes::text).collect(Collectors.toList());
  }

  /** An error tells any piece of the request; an answer is kept, but for a text that is whole. */
  private String clean(String part, List<String> texts, int status) {
    String clean = plan.withoutId(scrubber.scrub(part));
    return status >= 400
        ? Scrubber.withoutPieces(clean, texts, "[prompt]")
        : Scrubber.withoutWhole(clean, texts, "[prompt]");
  }

  private static void write(Path folder, Path file, String text) {
    try {
      Files.createDirectories(folder);
      Path part = Files.createTempFile(folder, "recording", ".part");
      try {
        Files.writeString(part, text);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot keep " + file, e);
    }
  }

  void over(RelayedCall call) {
    going.remove(call);
  }

  /** Ends what goes on; what came of it so far is kept, and all files are there afterwards. */
  @Override
  public void close() {
    going.forEach(RelayedCall::hangUp);
    threads.shutdown();
    try {
      if (!threads.awaitTermination(5, TimeUnit.SECONDS)) {
        journal.unmatched("not recorded: the recorder still writes after 5 s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
