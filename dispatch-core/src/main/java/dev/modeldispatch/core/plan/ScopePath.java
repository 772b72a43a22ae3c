package dev.modeldispatch.core.plan;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * Turns a path or pattern of a scope into patterns that can be compared. What is too big to compare
 * becomes a pattern for more than it says, never for less.
 *
 * @param ignoresCase whether names that differ in case alone are the same
 * @param resolve where a path leads, for links
 */
record ScopePath(boolean ignoresCase, UnaryOperator<String> resolve) {
  private static final int MAX_LENGTH = 4_096;
  private static final int MAX_ALTERNATIVES = 256;
  private static final String EVERYTHING = "**";

  /** Returns the patterns that a text stands for; a blank one stands for none. */
  List<Glob> globs(String text) {
    if (text.isBlank()) {
      return List.of();
    }
    if (text.length() > MAX_LENGTH) {
      return List.of(Glob.of(EVERYTHING));
    }
    return expanded(text.replace('\\', '/')).stream().map(this::glob).distinct().toList();
  }

  private Glob glob(String text) {
    String path = normalised(resolved(normalised(text)));
    if (ignoresCase) {
      path = path.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }
    return Glob.of(path.isEmpty() ? EVERYTHING : path);
  }

  /** Resolves the part before the first pattern. */
  private String resolved(String path) {
    int end = 0;
    String[] names = path.split("/", -1);
    while (end < names.length && Segment.of(names[end]).isLiteral()) {
      end++;
    }
    if (end == 0) {
      return path;
    }
    String head = resolve.apply(String.join("/", List.of(names).subList(0, end)));
    String tail = String.join("/", List.of(names).subList(end, names.length));
    return tail.isEmpty() ? head : head + "/" + tail;
  }

  private static String normalised(String path) {
    List<String> names = new ArrayList<>();
    for (String name : Normalizer.normalize(path, Normalizer.Form.NFC).split("/", -1)) {
      String last = names.isEmpty() ? ".." : names.get(names.size() - 1);
      if (name.equals("..") && !last.equals("..")) {
        leave(names, last);
      } else if (!name.isEmpty() && !name.equals(".")) {
        names.add(name);
      }
    }
    String joined = String.join("/", names);
    return path.startsWith("/") ? "/" + joined : joined;
  }

  /** The folder above any number of folders is still any number of them. */
  private static void leave(List<String> names, String last) {
    if (!last.equals(EVERYTHING)) {
      names.remove(names.size() - 1);
    }
  }

  private static List<String> expanded(String text) {
    List<String> done = new ArrayList<>();
    List<String> open = new ArrayList<>(List.of(text));
    while (!open.isEmpty()) {
      String next = open.remove(open.size() - 1);
      List<String> alternatives = Braces.alternatives(next);
      (alternatives.isEmpty() ? done : open)
          .addAll(alternatives.isEmpty() ? List.of(next) : alternatives);
      if (done.size() + open.size() > MAX_ALTERNATIVES) {
        String before = text.substring(0, text.indexOf('{'));
        return List.of(before.substring(0, before.lastIndexOf('/') + 1) + EVERYTHING);
      }
    }
    return done;
  }
}
