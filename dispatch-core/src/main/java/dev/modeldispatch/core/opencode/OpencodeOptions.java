package dev.modeldispatch.core.opencode;

import dev.modeldispatch.ApiKey;
import dev.modeldispatch.Misuse;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * How an opencode session server is reached and asked. Immutable; by default {@code
 * http://127.0.0.1:4096} without a password, in the server's own directory, by its default agent,
 * 16 prompts at a time.
 */
public final class OpencodeOptions {
  /** Where {@code opencode serve} listens unless told otherwise. */
  public static final URI DEFAULT_URI = URI.create("http://127.0.0.1:4096");

  private static final Duration MIN_HEARTBEAT = Duration.ofMillis(100);
  private static final Duration MAX_HEARTBEAT = Duration.ofSeconds(5);

  private final URI uri;
  private final String user;
  private final Optional<ApiKey> password;
  private final Optional<String> directory;
  private final Optional<String> agent;
  private final Optional<String> variant;
  private final Optional<String> command;
  private final int maxConcurrent;
  private final Duration heartbeat;

  private OpencodeOptions(Builder builder) {
    uri = builder.uri;
    user = builder.user;
    password = builder.password;
    directory = builder.directory;
    agent = builder.agent;
    variant = builder.variant;
    command = builder.command;
    maxConcurrent = builder.maxConcurrent;
    heartbeat = builder.heartbeat;
  }

  /** Returns the options of the server at this address. */
  public static OpencodeOptions at(URI uri) {
    return builder(uri).build();
  }

  /** Returns a builder of the options of the server at this address. */
  public static Builder builder(URI uri) {
    return new Builder(uri);
  }

  /** {@return where the server is} */
  public URI uri() {
    return uri;
  }

  /** {@return the user of its password} */
  public String user() {
    return user;
  }

  /** {@return its password, if it wants one} */
  public Optional<ApiKey> password() {
    return password;
  }

  /** {@return the directory that sessions work in; empty: the server's own} */
  public Optional<String> directory() {
    return directory;
  }

  /** {@return the agent that answers; empty: the server's default} */
  public Optional<String> agent() {
    return agent;
  }

  /** {@return the model variant; empty: none} */
  public Optional<String> variant() {
    return variant;
  }

  /** {@return the command that prompts are arguments of; empty: prompts are messages} */
  public Optional<String> command() {
    return command;
  }

  /** {@return how many prompts run at a time at this server} */
  public int maxConcurrent() {
    return maxConcurrent;
  }

  /** {@return how often a server that owes answers is asked whether it lives} */
  public Duration heartbeat() {
    return heartbeat;
  }

  @Override
  public String toString() {
    return "OpencodeOptions[" + uri.getScheme() + "://" + uri.getHost() + ":" + uri.getPort() + "]";
  }

  /** Collects options. {@link #build} may be called more than once. Not thread-safe. */
  public static final class Builder {
    private final URI uri;
    private String user = "opencode";
    private Optional<ApiKey> password = Optional.empty();
    private Optional<String> directory = Optional.empty();
    private Optional<String> agent = Optional.empty();
    private Optional<String> variant = Optional.empty();
    private Optional<String> command = Optional.empty();
    private int maxConcurrent = 16;
    private Duration heartbeat = MAX_HEARTBEAT;

    private Builder(URI uri) {
      this.uri = uri;
    }

    /** Sets the server's password; none by default. */
    public Builder password(ApiKey secret) {
      password = Optional.of(secret);
      return this;
    }

    /** Sets the user that goes with the password; {@code opencode} by default. */
    public Builder user(String name) {
      user = name;
      return this;
    }

    /** Sets the directory that sessions work in; the server's own by default. */
    public Builder directory(String path) {
      directory = Optional.of(path);
      return this;
    }

    /** Sets the agent that answers; the server's default agent by default. */
    public Builder agent(String name) {
      agent = Optional.of(name);
      return this;
    }

    /** Sets the model variant; none by default. */
    public Builder variant(String name) {
      variant = Optional.of(name);
      return this;
    }

    /** Runs this command of the server's with each prompt as its arguments; none by default. */
    public Builder command(String name) {
      command = Optional.of(name);
      return this;
    }

    /** Bounds how many prompts run at a time; 16 by default, at most 200. */
    public Builder maxConcurrent(int prompts) {
      maxConcurrent = prompts;
      return this;
    }

    /**
     * Sets how often a server that owes answers is asked whether it lives, and how long it has for
     * the reply; when it fails twice in a row, what it owes ends. 5 s by default, the most.
     */
    public Builder heartbeat(Duration interval) {
      heartbeat = interval;
      return this;
    }

    /** Returns the options, or throws with all that is wrong with them. */
    public OpencodeOptions build() {
      var problems = Misuse.check("opencode");
      problems
          .unless(
              maxConcurrent >= 1 && maxConcurrent <= 200,
              () -> "maxConcurrent " + maxConcurrent + " must be 1 to 200")
          .unless(
              heartbeat.compareTo(MIN_HEARTBEAT) >= 0 && heartbeat.compareTo(MAX_HEARTBEAT) <= 0,
              () -> "heartbeat " + heartbeat + " must be 100 ms to 5 s")
          .unless(
              !user.isEmpty() && user.indexOf(':') < 0,
              () -> "user " + Misuse.quote(user) + " must not be empty or hold a colon");
      named(problems, "directory", directory);
      named(problems, "agent", agent);
      named(problems, "variant", variant);
      named(problems, "command", command);
      problems.orThrow();
      return new OpencodeOptions(this);
    }

    private static void named(Misuse problems, String what, Optional<String> value) {
      value.ifPresent(
          v ->
              problems.unless(
                  !v.isBlank() && v.chars().noneMatch(Character::isISOControl),
                  () -> what + " " + Misuse.quote(v) + " must not be blank"));
    }
  }
}
