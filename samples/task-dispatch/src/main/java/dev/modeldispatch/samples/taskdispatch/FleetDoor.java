package dev.modeldispatch.samples.taskdispatch;

import dev.modeldispatch.core.fleet.SessionException;
import dev.modeldispatch.core.fleet.SessionFleet;
import dev.modeldispatch.core.opencode.OpencodeOptions;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Opens the fleet over the server that the command line names. */
record FleetDoor(Arguments arguments, Console console) {
  SessionFleet open() {
    var uri = arguments.value("--url").map(URI::create);
    var options = OpencodeOptions.builder(uri.orElse(OpencodeOptions.DEFAULT_URI));
    if (console.password().reveal().isPresent()) {
      options.password(console.password());
    }
    return SessionFleet.opencode(options.build());
  }

  /** Waits for what a fleet does; what it fails with is thrown as it is. */
  static <T> T await(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof SessionException known) {
        throw known;
      }
      throw e;
    }
  }
}
