package dev.modeldispatch.testkit.junit;

import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestInstanceFactoryContext;
import org.junit.jupiter.api.extension.TestInstancePostProcessor;
import org.junit.jupiter.api.extension.TestInstancePreConstructCallback;

/**
 * Fills in what {@link ModelServer} asks for. All state is in JUnit's store, since JUnit makes one
 * of these for each place that is annotated.
 *
 * <p>A constructor is called with the class's context although its instance is for one test, so
 * what it is handed waits, in a thread's own place, for the test that begins next on that thread.
 */
final class AnnotatedServers
    implements ParameterResolver,
        TestInstancePreConstructCallback,
        TestInstancePostProcessor,
        BeforeAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        AfterAllCallback {
  private static final Namespace HERE = Namespace.create(AnnotatedServers.class);
  private static final ThreadLocal<Scope> CONSTRUCTED = new ThreadLocal<>();

  @Override
  public boolean supportsParameter(ParameterContext asked, ExtensionContext context) {
    return asked.isAnnotated(ModelServer.class);
  }

  @Override
  public Object resolveParameter(ParameterContext asked, ExtensionContext context) {
    boolean ofOneTest =
        asked.getDeclaringExecutable() instanceof Constructor<?>
            && context.getTestMethod().isEmpty()
            && !isPerClass(context);
    var own = ofOneTest ? constructed(context) : own(context);
    return give(Wish.of(asked), own, ofOneTest ? Optional.of(context) : context.getParent());
  }

  /** Finds the thing in this scope or in a wider one, or makes it in this one. */
  private static Object give(Wish wish, Scope own, Optional<ExtensionContext> outer) {
    var wider = wider(outer);
    if (wish.isLedger()) {
      return wider.stream()
          .flatMap(scope -> scope.ledger().stream())
          .findFirst()
          .orElseGet(() -> own.ledger(wider));
    }
    var checks = Checks.of(wish.wanted());
    var known = wider.stream().flatMap(scope -> scope.find(wish.key()).stream()).findFirst();
    var server = known.orElseGet(() -> own.server(wish.key(), wish.wanted().opencode(), checks));
    server.also(checks);
    return server.server();
  }

  @Override
  public void preConstructTestInstance(
      TestInstanceFactoryContext instance, ExtensionContext context) {
    if (instance.getOuterInstance().isEmpty()) {
      CONSTRUCTED.remove(); // of a test whose constructor threw; the class's store closes it
    }
  }

  @Override
  public void postProcessTestInstance(Object instance, ExtensionContext context) {
    if (isPerClass(context) && context.getTestMethod().isEmpty()) {
      own(context).fills(instance);
      new ServerFields(instance).fill(wish -> give(wish, own(context), context.getParent()));
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    ServerFields.ofClass(context.getRequiredTestClass())
        .fill(wish -> give(wish, own(context), context.getParent()));
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    var constructed = CONSTRUCTED.get();
    CONSTRUCTED.remove();
    if (constructed != null) {
      own(context).adopt(constructed);
    }
    var wider = wider(context.getParent());
    context.getStore(HERE).put(Visits.class, new Visits(wider));
    for (var instance : context.getRequiredTestInstances().getAllInstances()) {
      if (wider.stream().noneMatch(scope -> scope.hasFilled(instance))) {
        new ServerFields(instance).fill(wish -> give(wish, own(context), context.getParent()));
      }
    }
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    var visits = context.getStore(HERE).get(Visits.class, Visits.class);
    if (visits != null) { // null if what came before this extension threw
      var own = own(context);
      Ending.of(own, () -> atTheEnd(own, visits));
    }
  }

  private static List<Finding> atTheEnd(Scope own, Visits visits) throws InterruptedException {
    List<Finding> found = new ArrayList<>(own.make(EnumSet.allOf(Check.class)));
    // Nobody can say whose requests they were.
    boolean comparable = !visits.wereCrowded();
    found.addAll(visits.end());
    found.addAll(comparable ? own.compare() : List.of());
    return found;
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    var own = own(context);
    Ending.of(own, () -> atTheEnd(own, new Visits(List.of())));
  }

  private static boolean isPerClass(ExtensionContext context) {
    return context
        .getTestInstanceLifecycle()
        .filter(TestInstance.Lifecycle.PER_CLASS::equals)
        .isPresent();
  }

  private static Scope constructed(ExtensionContext context) {
    var scope = CONSTRUCTED.get();
    if (scope == null) {
      scope = new Scope();
      CONSTRUCTED.set(scope);
      context.getStore(HERE).put(scope, scope); // closes it, whatever becomes of the test
    }
    return scope;
  }

  /** The scope of this very context. */
  private static Scope own(ExtensionContext context) {
    return context
        .getStore(HERE)
        .getOrComputeIfAbsent(context.getUniqueId(), id -> new Scope(), Scope.class);
  }

  /** The scopes of this context and of those around it, nearest first. */
  private static List<Scope> wider(Optional<ExtensionContext> from) {
    List<Scope> scopes = new ArrayList<>();
    for (var context = from; context.isPresent(); context = context.get().getParent()) {
      var scope = context.get().getStore(HERE).get(context.get().getUniqueId(), Scope.class);
      if (scope != null) {
        scopes.add(scope);
      }
    }
    return scopes;
  }
}
