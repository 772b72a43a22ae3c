package dev.modeldispatch.core;

import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;

/** Blocks the common pool, sets every default of the JDK's, and asks all the same. */
final class RudeHost {
  private RudeHost() {}

  public static void main(String[] args) throws Exception {
    blockTheCommonPool();
    Thread.currentThread().setContextClassLoader(null);
    Authenticator.setDefault(new Asked());
    ProxySelector.setDefault(new Through(URI.create(args[1])));
    var builder = ModelDispatch.builder().openaiCompatible("fake", URI.create(args[0])).retries(0);
    try (var models = builder.build()) {
      System.out.println("before: " + models.ask("fake/good", "hi").status());
      var limited = Prompt.builder("hi").timeout(Duration.ofMillis(500)).build();
      long start = System.nanoTime();
      ModelResult late = models.ask("fake/hung", limited);
      boolean inTime = System.nanoTime() - start < TimeUnit.MILLISECONDS.toNanos(750);
      System.out.println("late: " + late.status() + (inTime ? " in time" : " too late"));
      Thread.currentThread().interrupt();
      var rude = models.dispatcher().dispatchAsync(ModelTarget.of("fake", "good"), limited);
      ModelResult interrupted = models.ask("fake/hung", limited);
      System.out.println("interrupted: " + interrupted.status() + " " + Thread.interrupted());
      System.out.println("rude: " + rude.get(5, TimeUnit.SECONDS).status());
    }
  }

  private static void blockTheCommonPool() {
    var never = new CountDownLatch(1);
    for (int i = 0; i < 64; i++) {
      ForkJoinPool.commonPool()
          .execute(
              () -> {
                try {
                  never.await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
    }
  }

  private static final class Asked extends Authenticator {
    @Override
    protected PasswordAuthentication getPasswordAuthentication() {
      System.out.println("authenticator asked");
      return new PasswordAuthentication("user", "secret".toCharArray());
    }
  }

  private static final class Through extends ProxySelector {
    private final URI proxy;

    Through(URI proxy) {
      this.proxy = proxy;
    }

    @Override
    public List<Proxy> select(URI uri) {
      return List.of(
          new Proxy(Proxy.Type.HTTP, new InetSocketAddress(proxy.getHost(), proxy.getPort())));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException thrown) {
      System.out.println("proxy failed");
    }
  }
}
