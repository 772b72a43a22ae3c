package dev.modeldispatch.testkit.server;

import dev.modeldispatch.Misuse;
import dev.modeldispatch.testkit.server.FakeModelServer.Dialect;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What is recorded, from whom, and what is left out. Not thread-safe until it is started. */
final class RecordingPlan implements FakeModelServer.Recording {
  private static final Pattern KEPT =
      Pattern.compile(
          "(?i)content-type|retry-after(-ms)?|x-should-retry|(anthropic-|x-)?ratelimit-.*");
  private static final Pattern ID = Pattern.compile("(?i)(x-)?request-id");
  private static final Pattern ID_FIELD = Pattern.compile("(\"request_id\"\\s*:\\s*\")[^\"]*");

  private final Path folder;
  private final Map<Dialect, URI> bases = new EnumMap<>(Dialect.class);
  private final List<String> secrets = new ArrayList<>();
  private boolean prompts;
  private boolean requestIds;

  RecordingPlan(Path folder) {
    this.folder = folder;
  }

  @Override
  public RecordingPlan from(Dialect dialect, URI base) {
    boolean plain =
        List.of("http", "https").contains(String.valueOf(base.getScheme()))
            && base.getHost() != null
            && base.getRawUserInfo() == null
            && base.getRawQuery() == null
            && base.getRawFragment() == null;
    Misuse.check("recording")
        .unless(
            plain,
            () ->
                "the address for "
                    + dialect
                    + " is no plain http or https one; name what its clients are given, for example"
                    + " https://api.example.com"
                    + dialect.basePath())
        .unless(
            !bases.containsKey(dialect),
            () -> dialect + " has an address already; record each server in a folder of its own")
        .orThrow();
    bases.put(dialect, base);
    return this;
  }

  @Override
  public RecordingPlan secret(String value) {
    Misuse.check("recording")
        .unless(
            value.length() >= Scrubber.SHORTEST,
            () ->
                "a secret of "
                    + value.length()
                    + " characters could be any word; it needs "
                    + Scrubber.SHORTEST)
        .orThrow();
    secrets.add(value);
    return this;
  }

  @Override
  public RecordingPlan keepPrompts() {
    prompts = true;
    return this;
  }

  @Override
  public RecordingPlan keepRequestIds() {
    requestIds = true;
    return this;
  }

  @Override
  public FakeModelServer start() {
    int there = Replay.files(folder).size();
    Misuse.check("recording")
        .unless(
            !bases.isEmpty(),
            () ->
                "no real server is named; say from(Dialect.OPENAI, uri), or one of "
                    + List.of(Dialect.values()))
        .unless(
            there == 0,
            () ->
                Misuse.quote(folder.toString())
                    + " holds "
                    + there
                    + " recordings; delete them, or name another folder")
        .orThrow();
    return FakeModelServer.start(this);
  }

  Path folder() {
    return folder;
  }

  List<String> secrets() {
    return List.copyOf(secrets);
  }

  boolean keepsPrompts() {
    return prompts;
  }

  /** Returns where the request goes, if anybody is named for its dialect. */
  Optional<URI> target(Dialect dialect, HttpRequest request) {
    return Optional.ofNullable(bases.get(dialect))
        .map(base -> base.toString().replaceAll("/$", ""))
        .map(base -> URI.create(base + request.path().substring(dialect.basePath().length())));
  }

  String named() {
    return bases.keySet().toString().toLowerCase(Locale.ROOT);
  }

  /** Returns those headers of a reply that say something to a client, and nothing of an account. */
  List<WireAnswer.Header> kept(List<WireAnswer.Header> headers) {
    return headers.stream()
        .filter(
            header ->
                KEPT.matcher(header.name()).matches()
                    || (requestIds && ID.matcher(header.name()).matches()))
        .toList();
  }

  /** Returns the text without the request's id, unless ids are kept. */
  String withoutId(String text) {
    return requestIds ? text : ID_FIELD.matcher(text).replaceAll("$1****");
  }

  @Override
  public String toString() {
    return "Recording[" + folder + ", from " + named() + "]";
  }
}
