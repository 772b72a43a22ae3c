package dev.modeldispatch.core.opencode;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldispatch.ApiKey;
import dev.modeldispatch.Misuse;
import dev.modeldispatch.core.http.BaseUrl;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * How a private opencode server is started. Immutable.
 *
 * <p>By default it has 30 s to start, is restarted if it is silent for 10 s or dies, at most 3
 * times, gets no variable of this process's environment but {@code PATH}, and knows no provider:
 * name them here, in {@link Builder#config}, or pass their keys with {@link Builder#passEnv}.
 */
public final class OpencodeServerOptions {
  private final Path binary;
  private final ObjectNode config;
  private final Set<String> passed;
  private final List<ApiKey> keys;
  private final Duration startLimit;
  private final Duration silenceLimit;
  private final int maxRestarts;

  private OpencodeServerOptions(Builder builder) {
    binary = builder.binary;
    config = builder.config.whole();
    passed = Set.copyOf(builder.passed);
    keys = List.copyOf(builder.keys);
    startLimit = builder.startLimit;
    silenceLimit = builder.silenceLimit;
    maxRestarts = builder.maxRestarts;
  }

  /**
   * Returns a builder of the options of a server from this binary.
   *
   * @param binary the opencode program itself, for example {@code
   *     node_modules/opencode-linux-x64/bin/opencode}
   */
  public static Builder builder(Path binary) {
    return new Builder(binary);
  }

  /** {@return the opencode program} */
  public Path binary() {
    return binary;
  }

  /** {@return the variables of this process's environment that the server gets} */
  public Set<String> passedEnv() {
    return passed;
  }

  /** {@return how long a start may take} */
  public Duration startLimit() {
    return startLimit;
  }

  /** {@return after how long a silent server is taken for frozen} */
  public Duration silenceLimit() {
    return silenceLimit;
  }

  /** {@return how often the server is started again} */
  public int maxRestarts() {
    return maxRestarts;
  }

  ObjectNode config() {
    return config;
  }

  /** {@return what must not be shown} */
  List<String> secrets() {
    List<String> all = new ArrayList<>(ServerConfig.secrets(config));
    keys.forEach(key -> key.reveal().ifPresent(all::add));
    passed.stream().map(System::getenv).filter(v -> v != null && v.length() > 5).forEach(all::add);
    return all;
  }

  /** {@return the binary and the limits; never the configuration, which holds keys} */
  @Override
  public String toString() {
    return "OpencodeServerOptions[" + binary.getFileName() + ", start within " + startLimit + "]";
  }

  /** Collects options. {@link #build} may be called more than once. Not thread-safe. */
  public static final class Builder {
    private final Path binary;
    private final Misuse problems = Misuse.check("opencode server");
    private final ServerConfig config = new ServerConfig();
    private final Set<String> passed = new LinkedHashSet<>();
    private final List<ApiKey> keys = new ArrayList<>();
    private Duration startLimit = Duration.ofSeconds(30);
    private Duration silenceLimit = Duration.ofSeconds(10);
    private int maxRestarts = 3;

    private Builder(Path binary) {
      this.binary = binary;
    }

    /**
     * Adds a provider that speaks OpenAI's chat completions and wants no key.
     *
     * @param id what its targets begin with
     * @param baseUrl up to and with the version, for example {@code http://127.0.0.1:11434/v1}
     * @param models the ids of its models, at least one
     */
    public Builder provider(String id, URI baseUrl, String... models) {
      return provider(id, baseUrl, "none", models);
    }

    /** Adds a provider that speaks OpenAI's chat completions and wants a key. */
    public Builder provider(String id, URI baseUrl, ApiKey key, String... models) {
      keys.add(key);
      problems.unless(
          key.reveal().isPresent(),
          () -> "the key of " + Misuse.quote(id) + " is missing; set " + key.variable().orElse(""));
      return provider(id, baseUrl, key.reveal().orElse("none"), models);
    }

    /** Adds a provider that opencode knows by itself, for example {@code anthropic}. */
    public Builder provider(String id, ApiKey key) {
      keys.add(key);
      problems.unless(
          key.reveal().isPresent(),
          () -> "the key of " + Misuse.quote(id) + " is missing; set " + key.variable().orElse(""));
      named(id);
      config.known(id, key.reveal().orElse(""));
      return this;
    }

    /**
     * Lays a configuration over what is set: objects are merged, everything else replaces.
     *
     * @param json an object in the form of {@code opencode.json}
     */
    public Builder config(String json) {
      if (!config.lay(json)) {
        problems.add("config must be a JSON object, for example {\"provider\":{..}}");
      }
      return this;
    }

    /**
     * Passes these variables of this process's environment on, if they are set; none by default.
     */
    public Builder passEnv(String... variables) {
      for (String name : variables) {
        problems.unless(
            name.matches("[A-Za-z_][A-Za-z0-9_]{0,99}"),
            () -> Misuse.quote(name) + " is no name of an environment variable");
        passed.add(name);
      }
      return this;
    }

    /** Bounds a start, and each restart; 30 s by default. */
    public Builder startLimit(Duration limit) {
      startLimit = positive("startLimit", limit);
      return this;
    }

    /** Sets after how long a silent server is killed and started again; 10 s by default. */
    public Builder silenceLimit(Duration limit) {
      silenceLimit = positive("silenceLimit", limit);
      return this;
    }

    /** Bounds how often the server is started again; 3 by default, 0 for never, at most 100. */
    public Builder maxRestarts(int times) {
      problems.unless(
          times >= 0 && times <= 100, () -> "maxRestarts " + times + " must be 0 to 100");
      maxRestarts = times;
      return this;
    }

    /** Returns the options, or throws with all that is wrong with them. */
    public OpencodeServerOptions build() {
      problems.orThrow();
      return new OpencodeServerOptions(this);
    }

    private Builder provider(String id, URI baseUrl, String key, String... models) {
      named(id);
      problems.unless(
          models.length > 0, () -> "provider " + Misuse.quote(id) + " needs at least one model");
      try {
        BaseUrl.allowingPlainHttp(baseUrl);
        config.compatible(id, baseUrl, key, models);
      } catch (IllegalArgumentException e) {
        problems.add(String.valueOf(e.getMessage()));
      }
      return this;
    }

    private void named(String id) {
      problems.unless(
          id.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}"),
          () -> Misuse.quote(id) + " is not a provider id; use letters, digits, '.', '_', '-'");
    }

    private Duration positive(String what, Duration limit) {
      problems.unless(
          limit.compareTo(Duration.ZERO) > 0, () -> what + " " + limit + " must be above zero");
      return limit;
    }
  }
}
