package dev.modeldispatch.testkit.server;

import dev.modeldispatch.FailureKind;
import dev.modeldispatch.testkit.server.FakeModelServer.Dialect;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/** The wire forms of one server, and which of them a request is in. */
final class WireForms {
  private final Map<Dialect, WireForm> forms = new EnumMap<>(Dialect.class);

  WireForms() {
    for (var dialect : Dialect.values()) {
      forms.put(dialect, dialect.form());
    }
  }

  WireForm of(Dialect dialect) {
    return Objects.requireNonNull(forms.get(dialect));
  }

  /** Returns the form that the request is in; OpenAI's if it is in none. */
  WireForm of(HttpRequest request) {
    return forms.values().stream()
        .filter(form -> form.owns(request))
        .findFirst()
        .orElseGet(() -> of(Dialect.OPENAI));
  }

  /** Returns the kinds of failure that at least one of these says with an error reply. */
  static Set<FailureKind> errorKinds(Collection<Dialect> dialects) {
    var kinds = EnumSet.noneOf(FailureKind.class);
    dialects.forEach(dialect -> kinds.addAll(dialect.form().errors().kinds()));
    return kinds;
  }

  static Set<Dialect> withError(FailureKind kind) {
    return with(form -> form.errors().kinds().contains(kind));
  }

  static Set<Dialect> with(Predicate<WireForm> wanted) {
    var all = EnumSet.noneOf(Dialect.class);
    Arrays.stream(Dialect.values()).filter(d -> wanted.test(d.form())).forEach(all::add);
    return all;
  }
}
