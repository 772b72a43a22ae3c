package dev.modeldispatch.testkit.junit;

import dev.modeldispatch.BatchDispatcher;
import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.testkit.server.FakeModelServer;
import dev.modeldispatch.testkit.server.FakeOpencodeServer;
import dev.modeldispatch.testkit.server.OpencodeVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fake model servers for a test class that registers it: in an instance field they live for a test,
 * in a static field for the class. Servers start when they are first asked for, and are checked as
 * {@link ModelServer} says. Thread-safe.
 *
 * <pre>{@code
 * @RegisterExtension
 * final ModelServerExtension fakes = ModelServerExtension.create();
 *
 * @Test
 * void asks() {
 *   fakes.server().model("quick").answers("blue");
 *   try (var models = clientOf(fakes.server().baseUri())) {
 *     assertThat(fakes.recording(models.dispatcher()).dispatch(target, "Hi")).hasText("blue");
 *   }
 * }
 * }</pre>
 */
public final class ModelServerExtension
    implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
  private final Checks checks;
  private final OpencodeVersion opencode;
  private @Nullable Scope scope; // guarded by this, as is the next
  private int classes;

  private ModelServerExtension(Builder builder) {
    checks = new Checks(Set.copyOf(builder.with), Set.copyOf(builder.without), builder.patience);
    opencode = builder.opencode;
  }

  /** {@return an extension that makes the usual checks} */
  public static ModelServerExtension create() {
    return builder().build();
  }

  /** {@return a builder of an extension} */
  public static Builder builder() {
    return new Builder();
  }

  /** {@return the fake server, started at the first call} */
  public FakeModelServer server() {
    return server("");
  }

  /** Returns the fake server of this name, started at the first call. */
  public FakeModelServer server(String name) {
    var key = new Scope.Key(FakeModelServer.class, name);
    return (FakeModelServer) now().server(key, opencode, checks).server();
  }

  /** {@return the fake opencode server, started at the first call} */
  public FakeOpencodeServer opencode() {
    return opencode("");
  }

  /** Returns the fake opencode server of this name, started at the first call. */
  public FakeOpencodeServer opencode(String name) {
    var key = new Scope.Key(FakeOpencodeServer.class, name);
    return (FakeOpencodeServer) now().server(key, opencode, checks).server();
  }

  /** {@return the ledger; once it is asked for, the attempts are compared with the wire} */
  public AttemptLedger ledger() {
    return now().ledger(List.of());
  }

  /** Returns a dispatcher that sends through this one and is compared with the wire. */
  public Dispatcher recording(Dispatcher dispatcher) {
    return ledger().over(dispatcher);
  }

  /** Returns a batch dispatcher that sends through this one and is compared with the wire. */
  public BatchDispatcher recording(BatchDispatcher batches) {
    return ledger().over(batches);
  }

  @Override
  public synchronized void beforeAll(ExtensionContext context) {
    if (classes++ == 0) {
      scope = new Scope();
    }
    context.getStore(here()).put(context.getUniqueId(), true);
  }

  @Override
  public synchronized void beforeEach(ExtensionContext context) {
    if (classes == 0) {
      scope = new Scope();
    }
    var shared = classes == 0 ? List.<Scope>of() : List.of(now());
    context.getStore(here()).put(Visits.class, new Visits(shared));
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    var visits = context.getStore(here()).get(Visits.class, Visits.class);
    if (visits == null) {
      return; // what came before this extension threw
    }
    Ending.of(visits::end);
    boolean ofOneTest;
    synchronized (this) {
      ofOneTest = classes == 0;
    }
    if (ofOneTest) {
      end(now());
    }
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    if (context.getStore(here()).remove(context.getUniqueId()) == null) {
      return; // what came before this extension threw
    }
    Scope ended;
    synchronized (this) {
      if (--classes > 0) {
        return; // a nested class, or another one that inherits the static field
      }
      ended = now();
    }
    end(ended);
  }

  private void end(Scope ended) throws Exception {
    Ending.of(
        ended,
        () -> {
          List<Finding> found = new ArrayList<>(ended.make(EnumSet.allOf(Check.class)));
          found.addAll(checks.has(Check.HIDDEN_SENDS) ? ended.compare() : List.of());
          return found;
        });
    synchronized (this) {
      scope = scope == ended ? null : scope;
    }
  }

  private ExtensionContext.Namespace here() {
    return ExtensionContext.Namespace.create(this);
  }

  private synchronized Scope now() {
    if (scope == null) {
      throw new IllegalStateException(
          "No test runs; ask for servers in tests and in what runs before or after them, and"
              + " register the extension with @RegisterExtension.");
    }
    return scope;
  }

  /** Collects what an extension does. Not thread-safe. */
  public static final class Builder {
    private final Set<Check> with = EnumSet.noneOf(Check.class);
    private final Set<Check> without = EnumSet.noneOf(Check.class);
    private Duration patience = Checks.PATIENCE;
    private OpencodeVersion opencode = OpencodeVersion.LATEST;

    private Builder() {}

    /** Makes these checks besides the usual ones. */
    public Builder with(Check... checks) {
      with.addAll(List.of(checks));
      return this;
    }

    /** Does not make these checks. */
    public Builder without(Check... checks) {
      without.addAll(List.of(checks));
      return this;
    }

    /** Sets how long each check waits for what ends by itself; 5 s by default. */
    public Builder patience(Duration wait) {
      patience = wait;
      return this;
    }

    /** Sets which opencode server it is; the latest by default. */
    public Builder opencode(OpencodeVersion version) {
      opencode = version;
      return this;
    }

    /** {@return the extension} */
    public ModelServerExtension build() {
      return new ModelServerExtension(this);
    }
  }
}
