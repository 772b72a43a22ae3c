package dev.modeldispatch.core;

import dev.modeldispatch.Misuse;
import dev.modeldispatch.connector.ModelConnector;
import dev.modeldispatch.core.failure.FailureRules;
import dev.modeldispatch.core.http.BaseUrl;
import dev.modeldispatch.core.http.HttpTransport;
import dev.modeldispatch.core.internal.Resources;
import dev.modeldispatch.core.opencode.OpencodeConnector;
import dev.modeldispatch.core.opencode.OpencodeOptions;
import dev.modeldispatch.core.provider.ProviderConnector;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The connectors that a front door is to have, in the order they were named. Not thread-safe. */
final class Plugs {
  private final List<Plug> plugs = new ArrayList<>();
  private final Misuse problems;

  Plugs(Misuse problems) {
    this.problems = problems;
  }

  boolean isEmpty() {
    return plugs.isEmpty();
  }

  void add(ModelConnector connector) {
    plugs.add((http, shop, rules) -> connector);
  }

  /** Adds a server if its base URL is fine; else notes what is wrong with it. */
  void at(URI baseUrl, Making making) {
    checked(
        baseUrl,
        base ->
            plugs.add((http, shop, rules) -> making.make(base, http, shop.clock()).naming(rules)));
  }

  void opencode(OpencodeOptions options) {
    checked(
        options.uri(),
        base ->
            plugs.add((http, shop, rules) -> OpencodeConnector.open(options, http, shop, rules)));
  }

  List<ModelConnector> connectors(HttpTransport transport, Resources resources, FailureRules by) {
    return plugs.stream().map(plug -> plug.into(transport, resources, by)).toList();
  }

  private void checked(URI baseUrl, Consumer<BaseUrl> then) {
    try {
      then.accept(BaseUrl.of(baseUrl));
    } catch (IllegalArgumentException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
  }

  /** Makes a connector once the transport stands. */
  private interface Plug {
    ModelConnector into(HttpTransport transport, Resources resources, FailureRules rules);
  }

  /** Makes the connector to a server at a checked base URL. */
  interface Making {
    ProviderConnector make(BaseUrl base, HttpTransport transport, InstantSource clock);
  }
}
