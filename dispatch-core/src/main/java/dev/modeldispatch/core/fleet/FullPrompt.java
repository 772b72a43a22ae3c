package dev.modeldispatch.core.fleet;

import dev.modeldispatch.Misuse;
import dev.modeldispatch.core.fleet.SessionServer.Place;
import dev.modeldispatch.core.workspace.Boundary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a session is prompted with: what is to be done, then the todos and files that belong to it,
 * then the boundary, which is the last word. {@link #toString} leaves the text out.
 *
 * @param text all of it; empty if the order has no prompt
 * @param todos the ids of the todos in it
 * @param files the context files in it
 */
record FullPrompt(String text, List<String> todos, List<String> files) {
  /** The longest file that is put into a prompt. */
  static final int MAX_CHARS = 80_000;

  private static final String TODOS = ".pi/todos";

  FullPrompt {
    todos = List.copyOf(todos);
    files = List.copyOf(files);
  }

  /** Reads what belongs to the order; what cannot be read is added to the problems. */
  static FullPrompt of(SessionOrder order, Place place, List<String> problems) {
    var text = new StringBuilder(order.prompt().strip());
    for (String todo : order.todos()) {
      read(todo(place, todo), "todo " + todo, problems)
          .ifPresent(found -> append(text, "Todo " + todo, found));
    }
    for (String file : order.contextFiles()) {
      read(file(place, file), "context file " + Misuse.quote(file), problems)
          .ifPresent(found -> append(text, "File " + file, found));
    }
    Boundary boundary = boundary(order, place);
    if (boundary.isNamed()) {
      append(text, "Boundary", boundary.text());
    }
    boolean isPrompted = !order.prompt().isBlank() || !order.todos().isEmpty();
    return new FullPrompt(
        isPrompted ? text.toString().strip() : "", order.todos(), order.contextFiles());
  }

  /** Returns which files the order lets its session write in this place. */
  static Boundary boundary(SessionOrder order, Place place) {
    Path folder = place.folder().orElse(Path.of("").toAbsolutePath());
    return Boundary.of(order.boundary(), Boundary.scopesIn(folder));
  }

  private static void append(StringBuilder text, String title, String content) {
    text.append(text.isEmpty() ? "" : "\n\n").append("## ").append(title).append("\n\n");
    text.append(content.strip());
  }

  /**
   * A todo is the workspace's own: a link that leads out of it would carry a stranger's file off.
   */
  private static Source todo(Place place, String id) {
    if (place.folder().isEmpty()) {
      return Source.not("workspace " + Misuse.quote(place.name()) + " has no folder here");
    }
    Path root = place.folder().get();
    Path file = root.resolve(TODOS).resolve(id + ".md");
    try {
      return !Files.exists(file) || file.toRealPath().startsWith(root.toRealPath())
          ? new Source(Optional.of(file), "")
          : Source.not("it leads out of the workspace");
    } catch (IOException e) {
      return Source.not("it cannot be followed");
    }
  }

  private static Source file(Place place, String name) {
    try {
      Path folder = place.folder().orElse(Path.of(""));
      return new Source(Optional.of(folder.resolve(name)), "");
    } catch (InvalidPathException e) {
      return Source.not("it is no file name");
    }
  }

  private static Optional<String> read(Source source, String what, List<String> problems) {
    if (source.file().isEmpty()) {
      problems.add(what + ": " + source.obstacle());
      return Optional.empty();
    }
    Path file = source.file().get();
    try {
      if (!Files.isRegularFile(file)) {
        problems.add(what + ": there is no file " + file);
        return Optional.empty();
      }
      if (Files.size(file) > 4L * MAX_CHARS) {
        problems.add(what + ": it is above " + MAX_CHARS + " characters; name a smaller one");
        return Optional.empty();
      }
      String text = Files.readString(file, StandardCharsets.UTF_8).strip();
      if (text.isEmpty()) {
        problems.add(what + ": it is blank");
        return Optional.empty();
      }
      if (text.length() > MAX_CHARS) {
        problems.add(what + ": it is above " + MAX_CHARS + " characters; name a smaller one");
        return Optional.empty();
      }
      return Optional.of(text);
    } catch (IOException e) {
      problems.add(what + ": it cannot be read as UTF-8 text");
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return "FullPrompt[" + text.length() + " chars]";
  }

  /** Where a text comes from, or why it cannot. */
  private record Source(Optional<Path> file, String obstacle) {
    static Source not(String obstacle) {
      return new Source(Optional.empty(), obstacle);
    }
  }
}
