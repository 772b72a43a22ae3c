package dev.modeldispatch.core.fleet;

import dev.modeldispatch.ApiKey;
import dev.modeldispatch.Misuse;
import dev.modeldispatch.core.http.BaseUrl;
import java.net.URI;
import java.nio.file.Path;

/**
 * How an oppi session server is reached: where, and by which token. Immutable; by default {@code
 * http://127.0.0.1:7749}. {@link #toString} leaves the token out.
 */
public final class OppiOptions {
  /** Where the server listens unless told otherwise. */
  public static final URI DEFAULT_URI = URI.create("http://127.0.0.1:7749");

  private final URI uri;
  private final ApiKey token;

  private OppiOptions(Builder builder) {
    uri = BaseUrl.of(builder.uri).uri();
    token = builder.token;
  }

  /** Returns the options of the server at this address. */
  public static OppiOptions at(URI uri, ApiKey token) {
    return builder(token).uri(uri).build();
  }

  /** Returns a builder of the options of the server that wants this token. */
  public static Builder builder(ApiKey token) {
    return new Builder(token);
  }

  /**
   * Reads the options of the server on this machine from its own settings, {@code
   * ~/.config/oppi/config.json}; what is wrong with them is misuse.
   */
  public static OppiOptions read() {
    return read(Path.of(System.getProperty("user.home"), ".config", "oppi", "config.json"));
  }

  /**
   * Reads the options of the server on this machine from such a file: {@code token}, {@code port},
   * 7749 by default, and {@code tls.mode}. Without a mode, or if it is {@code disabled}, the server
   * speaks plain http.
   */
  public static OppiOptions read(Path file) {
    return OppiConfig.read(file);
  }

  /** {@return where the server is} */
  public URI uri() {
    return uri;
  }

  /** {@return the token that it wants} */
  public ApiKey token() {
    return token;
  }

  @Override
  public String toString() {
    return "OppiOptions[" + uri + "]";
  }

  /** Collects options. {@link #build} may be called more than once. Not thread-safe. */
  public static final class Builder {
    private final ApiKey token;
    private URI uri = DEFAULT_URI;

    private Builder(ApiKey token) {
      this.token = token;
    }

    /** Sets where the server is: https, or http on this machine. */
    public Builder uri(URI address) {
      uri = address;
      return this;
    }

    /** Returns the options, or throws with all that is wrong with them. */
    public OppiOptions build() {
      Misuse.check("oppi")
          .unless(
              token.reveal().isPresent(),
              () ->
                  "it needs a token"
                      + token.variable().map(v -> "; set " + v + ", or pass it").orElse(""))
          .orThrow();
      return new OppiOptions(this);
    }
  }
}
