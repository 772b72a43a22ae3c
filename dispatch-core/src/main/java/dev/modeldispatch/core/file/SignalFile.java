package dev.modeldispatch.core.file;

import dev.modeldispatch.core.internal.AtomicFiles;
import dev.modeldispatch.core.internal.FileTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file {@code signal.json} of a case: reads it, and marks how far its ask is. */
final class SignalFile {
  private static final Logger LOG = LoggerFactory.getLogger(SignalFile.class);

  private SignalFile() {}

  /**
   * Returns the signal in the case's folder, if there is one that can be read; what a link leads to
   * is no case's.
   */
  static Optional<Signal> read(Path folder) throws FileTrouble {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try {
      byte[] bytes = AtomicFiles.read(folder.resolve(Signal.FILE), Signal.MAX_BYTES);
      Optional<Signal> signal = Signal.parse(bytes);
      if (signal.isEmpty()) {
        LOG.debug("{}: {} is no signal", folder, Signal.FILE);
      }
      return signal;
    } catch (FileTrouble e) {
      if (e.kind() == FileTrouble.Kind.SYSTEM) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /** Marks the signal if it is the one that is meant, and may still become that. */
  static void mark(
      Desk desk,
      Path folder,
      Predicate<Signal> which,
      Signal.Status status,
      Optional<String> error) {
    synchronized (desk.lockOf(folder.getFileName().toString())) {
      try {
        Optional<Signal> there = read(folder).filter(which);
        if (there.isPresent() && mayBecome(there.get().status(), status)) {
          Signal next = there.get().with(status, error, desk.threads().clock().instant());
          AtomicFiles.write(folder.resolve(Signal.FILE), next.json());
        }
      } catch (IOException e) {
        LOG.warn("{} could not be marked {}: {}", folder, status, e.getMessage());
      }
    }
  }

  /** An error stays, so that a responder's own words do; so does what the caller has taken. */
  private static boolean mayBecome(Signal.Status from, Signal.Status to) {
    return switch (from) {
      case WAITING -> true;
      case PROCESSING -> to != Signal.Status.PROCESSING;
      case DONE, COMPLETE, ERROR -> false;
    };
  }
}
