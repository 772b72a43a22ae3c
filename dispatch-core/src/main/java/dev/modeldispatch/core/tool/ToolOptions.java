package dev.modeldispatch.core.tool;

import dev.modeldispatch.Misuse;
import dev.modeldispatch.core.routing.RoutingTable;
import java.time.Duration;
import java.util.Optional;

/**
 * How the tools are offered. Immutable; by default names with hyphens, 120 s for a call that says
 * no timeout, no primer, the routing table of the front door, 32 batches that run or are kept.
 */
public final class ToolOptions {
  private static final Duration MAX_TIMEOUT = Duration.ofSeconds(2_147_483);

  /** How names of two words are written. */
  public enum Naming {
    /** {@code batch-dispatch}. */
    HYPHENS,
    /** {@code batch_dispatch}, for frameworks that refuse hyphens. */
    UNDERSCORES
  }

  private final Naming naming;
  private final Duration timeout;
  private final Optional<String> primer;
  private final Optional<RoutingTable> routes;
  private final int maxBatches;

  private ToolOptions(Builder builder) {
    naming = builder.naming;
    timeout = builder.timeout;
    primer = builder.primer;
    routes = builder.routes;
    maxBatches = builder.maxBatches;
  }

  /** Returns the defaults. */
  public static ToolOptions standard() {
    return builder().build();
  }

  /** Returns a builder that holds the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** {@return a builder that holds these options} */
  public Builder toBuilder() {
    var copy = new Builder();
    copy.naming = naming;
    copy.timeout = timeout;
    copy.primer = primer;
    copy.routes = routes;
    copy.maxBatches = maxBatches;
    return copy;
  }

  /** {@return how names are written} */
  public Naming naming() {
    return naming;
  }

  /** {@return how long a call may take that says no timeout} */
  public Duration timeout() {
    return timeout;
  }

  /** {@return the text before every prompt, if any} */
  public Optional<String> primer() {
    return primer;
  }

  /** {@return the routing table; empty: the front door's} */
  public Optional<RoutingTable> routes() {
    return routes;
  }

  /** {@return how many batches run or are kept at once} */
  public int maxBatches() {
    return maxBatches;
  }

  String name(String hyphened) {
    return naming == Naming.HYPHENS ? hyphened : hyphened.replace('-', '_');
  }

  @Override
  public String toString() {
    return "ToolOptions[" + naming + ", timeout=" + timeout + "]";
  }

  /** Collects options. {@link #build} may be called more than once. Not thread-safe. */
  public static final class Builder {
    private Naming naming = Naming.HYPHENS;
    private Duration timeout = Duration.ofMinutes(2);
    private Optional<String> primer = Optional.empty();
    private Optional<RoutingTable> routes = Optional.empty();
    private int maxBatches = 32;

    private Builder() {}

    /** Sets how names are written; {@link Naming#HYPHENS} by default. */
    public Builder naming(Naming style) {
      naming = style;
      return this;
    }

    /**
     * Bounds a call that says no timeout; 120 s by default. Below what the client waits for: MCP
     * clients give up after 60 s.
     */
    public Builder timeout(Duration limit) {
      timeout = limit;
      return this;
    }

    /** Sets a text that is sent before every prompt; none by default. */
    public Builder primer(String text) {
      primer = Optional.of(text);
      return this;
    }

    /** Sets the routing table; by default the front door's. */
    public Builder routes(RoutingTable table) {
      routes = Optional.of(table);
      return this;
    }

    /** Bounds how many batches of {@code batch-start} run or are kept; 32 by default. */
    public Builder maxBatches(int batches) {
      maxBatches = batches;
      return this;
    }

    /** Returns the options, or throws with all that is wrong with them. */
    public ToolOptions build() {
      Misuse.check("tools")
          .unless(
              timeout.compareTo(Duration.ofMillis(1)) >= 0 && timeout.compareTo(MAX_TIMEOUT) <= 0,
              () -> "timeout " + timeout + " must be 1 ms to " + MAX_TIMEOUT)
          .unless(primer.filter(String::isBlank).isEmpty(), () -> "primer is blank; leave it away")
          .unless(
              maxBatches >= 1 && maxBatches <= 1_000,
              () -> "maxBatches " + maxBatches + " must be 1 to 1,000")
          .orThrow();
      return new ToolOptions(this);
    }
  }
}
