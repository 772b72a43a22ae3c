package dev.modeldispatch.core.http;

import dev.modeldispatch.Attempt;
import dev.modeldispatch.Failure;
import java.net.http.HttpHeaders;

/** How an exchange ended: with a whole reply, or broken. */
public sealed interface HttpEnd {
  /** A whole reply. The body is not copied; nobody changes it. */
  final class Whole implements HttpEnd {
    private final int status;
    private final HttpHeaders headers;
    private final byte[] body;

    Whole(int status, HttpHeaders headers, byte[] body) {
      this.status = status;
      this.headers = headers;
      this.body = body;
    }

    /** {@return the HTTP status} */
    public int status() {
      return status;
    }

    /** {@return the reply's headers} */
    public HttpHeaders headers() {
      return headers;
    }

    /** {@return the reply's body} */
    public byte[] body() {
      return body;
    }

    @Override
    public String toString() {
      return "Whole[" + status + ", " + body.length + " bytes]";
    }
  }

  /**
   * No whole reply.
   *
   * @param failure why
   * @param sent whether the request left
   */
  record Broken(Failure failure, Attempt.Sent sent) implements HttpEnd {}
}
