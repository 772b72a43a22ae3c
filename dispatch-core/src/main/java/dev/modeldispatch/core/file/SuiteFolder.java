package dev.modeldispatch.core.file;

import dev.modeldispatch.Misuse;
import dev.modeldispatch.core.internal.AtomicFiles;
import dev.modeldispatch.core.internal.FileTrouble;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** A suite's folder on disk: one folder per case, none outside. Thread-safe. */
final class SuiteFolder {
  private final Path path;
  private final AtomicLong listings = new AtomicLong();

  /** The names that there are, by what is the same where case does not count. */
  private final Map<String, String> known = new ConcurrentHashMap<>();

  private SuiteFolder(Path real) {
    path = real;
  }

  /** Returns the folder, made if it is missing. */
  static SuiteFolder open(Path folder) {
    try {
      Misuse.check("folder")
          .unless(
              !Files.exists(folder) || Files.isDirectory(folder),
              () -> folder + " is a file; name a folder, new or old")
          .orThrow();
      return new SuiteFolder(Files.createDirectories(folder).toRealPath());
    } catch (IOException e) {
      throw unusable(AtomicFiles.trouble(folder, "cannot be made a folder", e));
    }
  }

  static UncheckedIOException unusable(FileTrouble e) {
    return new UncheckedIOException(
        e.getMessage() + ". Name a folder that this process may write to.", e);
  }

  /** {@return the folder's real path} */
  Path path() {
    return path;
  }

  /** {@return how often it was listed} */
  long listings() {
    return listings.get();
  }

  /** Lists the folders that can be cases; the one listing that a sweep makes. */
  Set<String> cases() throws FileTrouble {
    listings.incrementAndGet();
    Set<String> names = new TreeSet<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (Names.caseProblem(name).isEmpty()) {
          names.add(name);
          known.putIfAbsent(Names.folded(name), name);
        }
      }
      return names;
    } catch (DirectoryIteratorException e) {
      throw AtomicFiles.trouble(path, "could not be listed", new IOException(e));
    } catch (IOException e) {
      throw AtomicFiles.trouble(path, "could not be listed", e);
    }
  }

  /** Returns the case's folder, made if it is missing; refuses links and twins. */
  Path caseFolder(String id) throws Trouble {
    Optional<String> problem = Names.caseProblem(id);
    if (problem.isPresent()) {
      throw Trouble.refused(problem.get(), "Name the case so that it can be a folder anywhere.");
    }
    String twin = known.putIfAbsent(Names.folded(id), id);
    if (twin != null && !twin.equals(id)) {
      throw Trouble.refused(
          "case " + Misuse.quote(id) + " is " + Misuse.quote(twin) + " where case does not count",
          "Give each case an id that differs in more than upper and lower case.");
    }
    Path folder = path.resolve(id);
    try {
      makeFolder(folder);
      if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        throw Trouble.refused(folder + " is a file or a link, no folder", "Take it away.");
      }
      return folder;
    } catch (IOException e) {
      throw Trouble.of(AtomicFiles.trouble(folder, "cannot be made a folder", e));
    }
  }

  private static void makeFolder(Path folder) throws IOException {
    try {
      Files.createDirectory(folder);
    } catch (FileAlreadyExistsException e) {
      // the caller looks what it is
    }
  }

  /** Returns the prompt's place, which has to be inside this folder. */
  Path prompt(Path named) throws Trouble {
    return inside(path, named, "prompt");
  }

  /** Returns the artifact's place, which has to be inside the case's folder, and makes its own. */
  Path artifact(Path named, Path caseFolder) throws Trouble {
    Path file = inside(caseFolder, named, "artifact");
    boolean ours = file.equals(caseFolder.resolve(Signal.FILE)) || isHidden(file);
    if (ours) {
      throw Trouble.refused(file + " cannot be an artifact", "Name another file.");
    }
    try {
      Files.createDirectories(file.getParent());
      AtomicFiles.checkInside(caseFolder, file);
      return file;
    } catch (IOException e) {
      throw Trouble.of(AtomicFiles.trouble(file, "cannot be an artifact", e));
    }
  }

  private Path inside(Path folder, Path named, String what) throws Trouble {
    Path given = real(path.resolve(named));
    if (given.equals(folder) || !given.startsWith(folder)) {
      throw Trouble.refused(
          "the " + what + " " + Misuse.quote(named.toString()) + " is not inside " + folder,
          "Name a file inside it.");
    }
    return given;
  }

  /**
   * The folder may be named by a link that leads to it, or hold one that leads away; the file need
   * not be there yet.
   */
  private static Path real(Path absolute) {
    Path file = absolute.normalize();
    Path there = file.getParent();
    while (there != null && !Files.isDirectory(there)) {
      there = there.getParent();
    }
    try {
      return there == null ? file : there.toRealPath().resolve(there.relativize(file));
    } catch (IOException e) {
      return file; // gone meanwhile
    }
  }

  private static boolean isHidden(Path file) {
    return file.getFileName().toString().startsWith(".");
  }
}
