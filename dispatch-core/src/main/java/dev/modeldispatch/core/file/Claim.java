package dev.modeldispatch.core.file;

import dev.modeldispatch.core.internal.AtomicFiles;
import dev.modeldispatch.core.internal.FileTrouble;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Who works on a signal: the one who made the claim's file, since only one can. It holds the
 * responder's name and process, so that a responder which comes back after a crash goes on with
 * what it had claimed.
 */
final class Claim {
  private static final int MAX_BYTES = 1_000;

  private Claim() {}

  static Path path(Path caseFolder, long dispatchId) {
    return caseFolder.resolve(".claim-" + dispatchId);
  }

  /** Returns whether the signal is this responder's from now on. */
  static boolean take(Path caseFolder, long dispatchId, String responder) throws FileTrouble {
    Path file = path(caseFolder, dispatchId);
    String content = responder + "\n" + ProcessHandle.current().pid() + "\n";
    try {
      Files.writeString(file, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      return true;
    } catch (FileAlreadyExistsException e) {
      return wasOurs(file, responder);
    } catch (IOException e) {
      throw AtomicFiles.trouble(file, "could not be claimed", e);
    }
  }

  private static boolean wasOurs(Path file, String responder) {
    try {
      String text = new String(AtomicFiles.read(file, MAX_BYTES), StandardCharsets.UTF_8);
      List<String> lines = text.lines().toList();
      return lines.size() == 2
          && lines.get(0).equals(responder)
          && lines.get(1).matches("\\d{1,18}")
          && ProcessHandle.of(Long.parseLong(lines.get(1))).isEmpty();
    } catch (FileTrouble e) {
      return false; // given up meanwhile, or no claim of ours
    }
  }

  static void giveUp(Path caseFolder, long dispatchId) throws IOException {
    Files.deleteIfExists(path(caseFolder, dispatchId));
  }
}
