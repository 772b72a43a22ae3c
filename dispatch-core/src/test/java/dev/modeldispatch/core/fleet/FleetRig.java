package dev.modeldispatch.core.fleet;

import dev.modeldispatch.testkit.VirtualTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A fleet over scripted sessions, in virtual time, in one thread. */
final class FleetRig implements AutoCloseable {
  final Path folder;
  final VirtualTime time = new VirtualTime();
  final ScriptedSessions server;
  final SessionFleet fleet;

  FleetRig(Path folder) {
    this.folder = folder;
    server = new ScriptedSessions(folder);
    fleet = SessionFleet.builder().server(server).time(time, time).callbacks(Runnable::run).build();
  }

  Path file(String name, String text) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  SessionOrder.Builder order(String name) {
    return SessionOrder.in(".").name(name).prompt("Do " + name + ".");
  }

  FleetSession launched(String name) {
    return fleet.launch(order(name).build()).join();
  }

  static SessionException refusal(CompletableFuture<?> future) {
    try {
      future.get(10, TimeUnit.SECONDS);
    } catch (ExecutionException | InterruptedException | TimeoutException e) {
      if (e.getCause() instanceof SessionException refusal) {
        return refusal;
      }
      throw new AssertionError(e);
    }
    throw new AssertionError("not refused");
  }

  @Override
  public void close() {
    fleet.close();
  }
}
