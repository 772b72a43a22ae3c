package dev.modeldispatch.samples.taskdispatch;

import dev.modeldispatch.core.fleet.OppiOptions;
import dev.modeldispatch.core.fleet.SessionException;
import dev.modeldispatch.core.fleet.SessionFleet;
import dev.modeldispatch.core.opencode.OpencodeOptions;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Opens the fleet over the server that the command line names. */
record FleetDoor(Arguments arguments, Console console) {
  SessionFleet open() {
    var uri = arguments.value("--url").map(URI::create);
    return arguments.fleet().equals("oppi") ? oppi(uri) : opencode(uri);
  }

  private SessionFleet opencode(Optional<URI> uri) {
    var options = OpencodeOptions.builder(uri.orElse(OpencodeOptions.DEFAULT_URI));
    if (console.password().reveal().isPresent()) {
      options.password(console.password());
    }
    return SessionFleet.opencode(options.build());
  }

  /** The token is in the server's own settings, wherever the server is. */
  private SessionFleet oppi(Optional<URI> uri) {
    OppiOptions own = OppiOptions.read(console.oppi());
    return SessionFleet.oppi(OppiOptions.at(uri.orElse(own.uri()), own.token()));
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
