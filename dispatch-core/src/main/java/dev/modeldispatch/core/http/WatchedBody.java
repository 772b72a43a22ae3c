package dev.modeldispatch.core.http;

import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Flow;
import java.util.function.BooleanSupplier;

/**
 * A request body that tells when the client begins to take it: the connection stands then, and from
 * then on bytes of it may have left; unless it is told that none shall.
 */
final class WatchedBody implements BodyPublisher {
  private final BodyPublisher bytes;
  private final BooleanSupplier sending;

  WatchedBody(byte[] body, BooleanSupplier sending) {
    this.bytes = BodyPublishers.ofByteArray(body);
    this.sending = sending;
  }

  @Override
  public long contentLength() {
    return bytes.contentLength();
  }

  @Override
  public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
    if (sending.getAsBoolean()) {
      bytes.subscribe(subscriber);
    } else {
      subscriber.onSubscribe(new Nothing());
      subscriber.onError(new CancellationException("called off before it was sent"));
    }
  }

  /** The subscription to a body of which nothing comes. */
  private static final class Nothing implements Flow.Subscription {
    @Override
    public void request(long n) {
      // Nothing comes.
    }

    @Override
    public void cancel() {
      // Nothing is under way.
    }
  }
}
