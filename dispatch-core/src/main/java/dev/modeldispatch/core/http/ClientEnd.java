package dev.modeldispatch.core.http;

import java.lang.reflect.InvocationTargetException;
import java.net.http.HttpClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends an HTTP client. From JDK 21 on there is a method for it; before, its selector thread and its
 * idle sockets go when the client is collected.
 */
final class ClientEnd {
  private static final Logger LOG = LoggerFactory.getLogger(ClientEnd.class);

  private ClientEnd() {}

  static void of(HttpClient client) {
    try {
      HttpClient.class.getMethod("shutdownNow").invoke(client);
    } catch (NoSuchMethodException e) {
      LOG.trace("this JDK frees HTTP clients by garbage collection");
    } catch (IllegalAccessException | InvocationTargetException e) {
      LOG.warn("the HTTP client could not be shut down ({})", e.getClass().getSimpleName());
    }
  }
}
