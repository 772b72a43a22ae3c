package dev.modeldispatch.testkit.junit;

import dev.modeldispatch.testkit.oppi.FakeOppiServer;
import dev.modeldispatch.testkit.server.FakeModelServer;
import dev.modeldispatch.testkit.server.FakeOpencodeServer;
import dev.modeldispatch.testkit.server.OpencodeVersion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;

/**
 * The servers that live equally long: for one test, or for the tests of a class, which may run at
 * the same time. Guarded by itself; nothing is held while a check waits.
 *
 * <p>JUnit closes what is in its store: up to 5.12 a CloseableResource, from 5.13 an AutoCloseable.
 * That is for servers whose test never began; tests that end close theirs themselves.
 */
@SuppressWarnings("deprecation") // of CloseableResource, the only thing that JUnit 5.10 closes
final class Scope implements CloseableResource, AutoCloseable {
  /** Which server is meant. */
  record Key(Class<?> type, String name) {}

  private final Map<Key, WatchedServer> servers = new LinkedHashMap<>();
  private final Set<Object> filled = Collections.newSetFromMap(new IdentityHashMap<>());
  private @Nullable AttemptLedger ledger;
  private Map<Scope, Integer> sentBefore = Map.of();
  private int visitors;
  private long crowds;

  /** Returns the server of this key, if it is here. */
  synchronized Optional<WatchedServer> find(Key key) {
    return Optional.ofNullable(servers.get(key));
  }

  /** Returns the server of this key, started if it is not here yet. */
  synchronized WatchedServer server(Key key, OpencodeVersion version, Checks checks) {
    return servers.computeIfAbsent(key, k -> start(k, version, checks));
  }

  private static WatchedServer start(Key key, OpencodeVersion version, Checks checks) {
    return new WatchedServer(start(key.type(), version), checks);
  }

  private static Watched start(Class<?> type, OpencodeVersion version) {
    if (type == FakeModelServer.class) {
      return new Watched.Models(FakeModelServer.start());
    }
    return type == FakeOppiServer.class
        ? new Watched.Oppi(FakeOppiServer.start())
        : new Watched.Opencode(FakeOpencodeServer.start(version));
  }

  /** Returns the ledger of this scope; from its start on it counts these wider scopes, too. */
  synchronized AttemptLedger ledger(List<Scope> wider) {
    var known = ledger;
    if (known == null) {
      Map<Scope, Integer> before = new LinkedHashMap<>();
      wider.forEach(scope -> before.put(scope, scope.promptRequests()));
      sentBefore = before;
      known = new AttemptLedger();
      ledger = known;
    }
    return known;
  }

  synchronized Optional<AttemptLedger> ledger() {
    return Optional.ofNullable(ledger);
  }

  /** Says that the fields of this test instance are filled from here, for as long as it lives. */
  synchronized void fills(Object instance) {
    filled.add(instance);
  }

  /** Whether they are. */
  synchronized boolean hasFilled(Object instance) {
    return filled.contains(instance);
  }

  /** Takes over what another scope has begun. */
  synchronized void adopt(Scope other) {
    synchronized (other) {
      servers.putAll(other.servers);
      other.servers.clear();
      if (other.ledger != null) {
        ledger = other.ledger;
        sentBefore = other.sentBefore;
      }
    }
  }

  /** Says that a test begins; returns a ticket for its end. */
  synchronized long enter() {
    long ticket = crowds;
    visitors++;
    if (visitors > 1) {
      crowds++;
    }
    return ticket;
  }

  /** Says that a test ends. */
  synchronized void leave() {
    visitors--;
  }

  /** Whether no test runs. */
  private synchronized boolean isQuiet() {
    return visitors == 0;
  }

  /** Whether another test ran at the same time as the one with this ticket. */
  synchronized boolean wasCrowdedSince(long ticket) {
    return crowds != ticket;
  }

  /** Makes these checks of all servers. */
  List<Finding> make(Collection<Check> checks) throws InterruptedException {
    return make(checks, () -> true);
  }

  /** Makes these checks of all servers; what a test that began meanwhile does is its own. */
  List<Finding> makeIfQuiet(Collection<Check> checks) throws InterruptedException {
    return isQuiet() ? make(checks, this::isQuiet) : List.of();
  }

  private List<Finding> make(Collection<Check> checks, BooleanSupplier isMeant)
      throws InterruptedException {
    List<Finding> found = new ArrayList<>();
    for (var server : all()) {
      found.addAll(server.make(checks, isMeant));
    }
    return found;
  }

  /** Compares the ledger with what came to the servers since it began. */
  List<Finding> compare() throws InterruptedException {
    AttemptLedger told;
    Map<Scope, Integer> before;
    synchronized (this) {
      if (ledger == null) {
        return List.of();
      }
      told = ledger;
      before = sentBefore;
    }
    told.awaitSettled(Checks.PATIENCE);
    int wire = promptRequests();
    for (var scope : before.entrySet()) {
      wire += scope.getKey().promptRequests() - scope.getValue();
    }
    return told.problem(wire)
        .map(what -> List.of(new Finding(Check.HIDDEN_SENDS, "AttemptLedger", what)))
        .orElse(List.of());
  }

  int promptRequests() {
    return all().stream().mapToInt(WatchedServer::promptRequests).sum();
  }

  private synchronized List<WatchedServer> all() {
    return List.copyOf(servers.values());
  }

  @Override
  public void close() {
    all().forEach(WatchedServer::close);
  }
}
