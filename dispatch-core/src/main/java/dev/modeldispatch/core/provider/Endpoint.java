package dev.modeldispatch.core.provider;

import dev.modeldispatch.ApiKey;
import dev.modeldispatch.core.failure.FailureRules;
import dev.modeldispatch.core.http.BaseUrl;
import dev.modeldispatch.core.http.HttpAsk;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A provider as it is reached: where, with which key, in which dialect.
 *
 * @param provider its id
 * @param base where it is
 * @param key its key; empty if it wants none
 * @param dialect its wire form
 * @param rules how its failures get their names
 */
record Endpoint(
    String provider, BaseUrl base, Optional<ApiKey> key, Dialect dialect, FailureRules rules) {

  Endpoint(String provider, BaseUrl base, Optional<ApiKey> key, Dialect dialect) {
    this(provider, base, key, dialect, FailureRules.standard());
  }

  Endpoint named(FailureRules by) {
    return new Endpoint(provider, base, key, dialect, by);
  }

  /** Whether a key is needed and missing. */
  boolean lacksKey() {
    return key.isPresent() && key.get().reveal().isEmpty();
  }

  HttpAsk post(String path, byte[] body) {
    Map<String, String> headers = headers();
    headers.put("Content-Type", "application/json");
    return HttpAsk.post(base.resolve(path), headers, body);
  }

  HttpAsk get(String path) {
    return HttpAsk.get(base.resolve(path), headers());
  }

  List<String> secrets() {
    return key.flatMap(ApiKey::reveal).stream().toList();
  }

  private Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Accept", "application/json");
    headers.putAll(dialect.headers());
    key.ifPresent(k -> headers.putAll(dialect.headers(k)));
    return headers;
  }
}
