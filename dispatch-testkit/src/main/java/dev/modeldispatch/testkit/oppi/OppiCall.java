package dev.modeldispatch.testkit.oppi;

import java.util.OptionalInt;

/**
 * A REST call, an opened stream, or a command on a stream, as the server saw it. Thread-safe: a
 * call that goes on changes. {@link #toString} shows neither prompts nor tokens.
 */
public final class OppiCall {
  private final int number;
  private final String method;
  private final String path;
  private final boolean hasToken;
  private final String body;
  private int status; // guarded by this

  OppiCall(int number, OppiRequest request) {
    this(
        number,
        request.method(),
        request.path(),
        !request.header("authorization").isEmpty(),
        request.body());
  }

  OppiCall(int number, String method, String path, boolean hasToken, String body) {
    this.number = number;
    this.method = method;
    this.path = path;
    this.hasToken = hasToken;
    this.body = body;
  }

  /** {@return the call's place in order of arrival, from 1} */
  public int number() {
    return number;
  }

  /** {@return the method; {@code STREAM} for a command on a stream} */
  public String method() {
    return method;
  }

  /** {@return the path with its query, or a command's type and session} */
  public String path() {
    return path;
  }

  /** {@return whether a token came along} */
  public boolean hasToken() {
    return hasToken;
  }

  /** {@return the body as it came, prompts included} */
  public String requestBody() {
    return body;
  }

  /** {@return the HTTP status of the answer, if there is one} */
  public synchronized OptionalInt status() {
    return status == 0 ? OptionalInt.empty() : OptionalInt.of(status);
  }

  synchronized void answered(int with) {
    status = with;
  }

  @Override
  public String toString() {
    return "#"
        + number
        + " "
        + method
        + " "
        + path
        + (hasToken ? ", token ****" : "")
        + ", "
        + body.length()
        + " characters"
        + (status().isPresent() ? ", status " + status().getAsInt() : "");
  }
}
