package dev.modeldispatch.core.http;

import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;

/**
 * A request body that tells when the client begins to take it: the connection stands then, and from
 * then on bytes of it may have left.
 */
final class WatchedBody implements BodyPublisher {
  private final BodyPublisher bytes;
  private final Runnable sending;

  WatchedBody(byte[] body, Runnable sending) {
    this.bytes = BodyPublishers.ofByteArray(body);
    this.sending = sending;
  }

  @Override
  public long contentLength() {
    return bytes.contentLength();
  }

  @Override
  public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
    sending.run();
    bytes.subscribe(subscriber);
  }
}
