package dev.modeldispatch.core.http;

import dev.modeldispatch.Attempt;
import dev.modeldispatch.Failure;
import java.net.http.HttpHeaders;

/** How an exchange ended: with a whole reply, or broken. */
public sealed interface HttpEnd {
  /**
   * A whole reply.
   *
   * @param status the HTTP status
   * @param headers the reply's headers
   * @param body the reply's body
   */
  record Whole(int status, HttpHeaders headers, byte[] body) implements HttpEnd {
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
