package dev.modeldispatch.core;

import dev.modeldispatch.AnswerFormat;
import dev.modeldispatch.BatchDispatcher;
import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.DispatchException;
import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.ModelDirectory;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.connector.ModelConnector;
import dev.modeldispatch.core.batch.FanOut;
import dev.modeldispatch.core.engine.Connectors;
import dev.modeldispatch.core.engine.Engine;
import dev.modeldispatch.core.http.HttpTransport;
import dev.modeldispatch.core.internal.MonotonicTime;
import dev.modeldispatch.core.internal.Workshop;
import dev.modeldispatch.core.panel.Panel;
import dev.modeldispatch.core.routing.Route;
import dev.modeldispatch.core.routing.RoutingTable;
import dev.modeldispatch.core.tool.ModelTools;
import dev.modeldispatch.core.tool.ToolModels;
import dev.modeldispatch.core.tool.ToolOptions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * The front door: asks one model, or many at once, over the connectors it was built with.
 * Thread-safe; {@link #close} cancels what is unfinished and frees everything.
 *
 * <p>All work runs in this process, with state in memory. Threads are daemons named {@code
 * dispatch-...}.
 */
public final class ModelDispatch implements AutoCloseable {
  private final Workshop workshop;
  private final HttpTransport transport;
  private final Connectors connectors;
  private final Engine engine;
  private final BatchDispatcher batch;
  private final RoutingTable routes;
  private final String protections;
  private @Nullable ModelTools tools;

  ModelDispatch(ModelDispatchBuilder builder) {
    workshop = builder.workshop();
    transport = HttpTransport.open(builder.httpLimits(), workshop.timers(), workshop.clock());
    try {
      connectors = Connectors.of(builder.connectors(transport, workshop.resources()));
    } catch (IllegalArgumentException e) {
      transport.close();
      workshop.close();
      throw e;
    }
    engine =
        Engine.open(
            connectors,
            builder.engineSettings(),
            builder.lanes(workshop.resources()),
            workshop.resources(),
            builder.chance());
    batch = FanOut.over(engine, workshop.resources());
    routes = builder.routes();
    protections = builder.protections();
  }

  /** Returns a builder; it needs at least one connector. */
  public static ModelDispatchBuilder builder() {
    return new ModelDispatchBuilder();
  }

  /** Asks {@code provider/model} and waits for the result. */
  public ModelResult ask(String target, String prompt) {
    return ask(target, Prompt.of(prompt));
  }

  /** Asks {@code provider/model} and waits for the result. */
  public ModelResult ask(String target, Prompt prompt) {
    return engine.dispatch(ModelTarget.parse(target), prompt);
  }

  /**
   * Asks {@code provider/model} for an answer of this form, and waits for it.
   *
   * @throws DispatchException if there is no answer, or none that fits
   */
  public <T> T ask(String target, AnswerFormat<T> format, String prompt) {
    return format.read(ask(target, format.prompt(prompt)));
  }

  /** Asks the route's target, and its fallbacks if that fails, and waits for the result. */
  public ModelResult ask(Route route, Prompt prompt) {
    Prompt routed =
        prompt.fallbacks().isEmpty()
            ? prompt.toBuilder().fallbacks(route.fallbacks()).build()
            : prompt;
    return engine.dispatch(route.target(), routed);
  }

  /** Returns the events of asking {@code provider/model}, pulled. */
  public Flow.Publisher<DispatchEvent> stream(String target, String prompt) {
    return stream(target, Prompt.of(prompt));
  }

  /** Returns the events of asking {@code provider/model}, pulled. */
  public Flow.Publisher<DispatchEvent> stream(String target, Prompt prompt) {
    return stream(ModelTarget.parse(target), prompt);
  }

  /**
   * Returns the events of asking this target, pulled: the answer's text as it comes, and the result
   * as the last, {@code Settled}. Each subscriber starts a dispatch of its own, and cancels it by
   * cancelling. Whatever becomes of the dispatch is its result; an error is signalled for misuse
   * alone, which is a request of less than 1, or a schema that is none.
   *
   * <p>What is not requested waits. Once 256 KiB of text do, the socket is left unread until half
   * of it is requested; a session server's events are read all the same.
   */
  public Flow.Publisher<DispatchEvent> stream(ModelTarget target, Prompt prompt) {
    return new AnswerStream(engine, target, prompt);
  }

  /** {@return the dispatcher for one target} */
  public Dispatcher dispatcher() {
    return engine;
  }

  /** {@return the dispatcher for many targets at once} */
  public BatchDispatcher batch() {
    return batch;
  }

  /** Returns a dispatcher for many targets at once, each slot through the given dispatcher. */
  public BatchDispatcher batchOver(Dispatcher dispatcher) {
    return FanOut.over(dispatcher, workshop.resources());
  }

  /** {@return several models as one: a second opinion, a consensus, a council} */
  public Panel panel() {
    return Panel.over(batch, workshop.clock(), workshop.resources().callbacks());
  }

  /** Returns where this type of task goes; an unknown type is refused with all known ones. */
  public Route route(String taskType) {
    return routes.route(taskType);
  }

  /** {@return the routing table that this was built with} */
  public RoutingTable routes() {
    return routes;
  }

  /** Returns the targets of this pattern of the routing table; an unknown one is refused. */
  public List<ModelTarget> pattern(String name) {
    return routes.pattern(name);
  }

  /** {@return which targets can be asked} */
  public ModelDirectory directory() {
    return new Directory(connectors);
  }

  /** {@return the tools for agents over this front door, the same each time} */
  public synchronized ModelTools tools() {
    ModelTools made = tools;
    if (made == null) {
      made = tools(ToolOptions.standard());
      tools = made;
    }
    return made;
  }

  /**
   * Returns the tools for agents over this front door, offered like this: a set of its own, with
   * batches of its own. What is connected here wins over a port that a call names.
   */
  public ModelTools tools(ToolOptions options) {
    var offered =
        options.routes().isPresent() ? options : options.toBuilder().routes(routes).build();
    return ModelTools.over(port -> toolModels(), offered, workshop.resources(), () -> {});
  }

  /**
   * Returns the tools for agents over opencode servers on this machine: the one at port 4096, or at
   * the port that a call names. Closing them closes what they opened.
   */
  public static ModelTools opencodeTools(ToolOptions options) {
    var ports = new OpencodePorts();
    var workshop = new Workshop(MonotonicTime.start(), Optional.empty(), Optional.empty());
    Runnable end =
        () -> {
          ports.close();
          workshop.close();
        };
    return ModelTools.over(ports, options, workshop.resources(), end);
  }

  ToolModels toolModels() {
    return new ToolModels(engine, batch, directory());
  }

  /** Cancels what is unfinished, waits shortly for its clean-up, frees everything. */
  @Override
  public void close() {
    engine.close();
    connectors.all().forEach(ModelConnector::close);
    transport.close();
    workshop.close();
  }

  /** {@return the connected providers} */
  @Override
  public String toString() {
    return "ModelDispatch[" + connectors + protections + "]";
  }
}
