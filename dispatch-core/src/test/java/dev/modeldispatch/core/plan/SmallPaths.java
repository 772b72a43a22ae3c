package dev.modeldispatch.core.plan;

import static java.util.stream.Collectors.toSet;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;

/** All paths over two letters, up to three letters in a name and three names in a path. */
final class SmallPaths {
  private static final List<String> NAMES = names();
  private static final List<List<String>> PATHS = paths();
  private static final Map<String, BitSet> MATCHES = new HashMap<>();
  private static final Map<String, Set<String>> NAMES_OF = new HashMap<>();

  private SmallPaths() {}

  private static List<String> names() {
    List<String> names = new ArrayList<>(List.of("a", "b"));
    for (int i = 0; i < 6; i++) {
      names.add(names.get(i) + "a");
      names.add(names.get(i) + "b");
    }
    return names;
  }

  private static List<List<String>> paths() {
    List<List<String>> paths = new ArrayList<>();
    for (String one : NAMES) {
      paths.add(List.of(one));
      for (String two : NAMES) {
        paths.add(List.of(one, two));
        NAMES.forEach(three -> paths.add(List.of(one, two, three)));
      }
    }
    return paths;
  }

  /** Returns a path of up to two short names. */
  static String path(Random random) {
    String one = NAMES.get(random.nextInt(6));
    return random.nextBoolean() ? one : one + "/" + NAMES.get(random.nextInt(6));
  }

  /** Returns a pattern of up to two segments of up to two letters. */
  static String pattern(Random random) {
    String one = segment(random);
    return random.nextInt(3) == 0 ? one : one + "/" + segment(random);
  }

  private static String segment(Random random) {
    if (random.nextInt(5) == 0) {
      return "**";
    }
    String letters = letter(random) + (random.nextBoolean() ? letter(random) : "");
    return letters.equals("**") ? "*" : letters;
  }

  private static String letter(Random random) {
    return List.of("a", "b", "*", "?", "[ab]", "[!a]").get(random.nextInt(6));
  }

  /** Returns whether some path is one that both patterns stand for, by trying every one. */
  static boolean haveCommon(String first, String second) {
    return matching(first).intersects(matching(second));
  }

  /** Returns the numbers of the paths that the pattern stands for. */
  private static BitSet matching(String pattern) {
    return MATCHES.computeIfAbsent(
        pattern,
        text -> {
          List<String> segments = List.of(text.split("/"));
          var matching = new BitSet();
          for (int i = 0; i < PATHS.size(); i++) {
            matching.set(i, standsFor(segments, PATHS.get(i)));
          }
          return matching;
        });
  }

  /** A pattern stands for what it matches, and for all below a folder that it matches. */
  private static boolean standsFor(List<String> pattern, List<String> path) {
    for (int depth = 1; depth <= path.size(); depth++) {
      if (matches(pattern, path.subList(0, depth))) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(List<String> pattern, List<String> path) {
    if (pattern.isEmpty()) {
      return path.isEmpty();
    }
    List<String> rest = pattern.subList(1, pattern.size());
    if (pattern.get(0).equals("**")) {
      return matches(rest, path)
          || (!path.isEmpty() && matches(pattern, path.subList(1, path.size())));
    }
    return !path.isEmpty()
        && names(pattern.get(0)).contains(path.get(0))
        && matches(rest, path.subList(1, path.size()));
  }

  private static Set<String> names(String segment) {
    return NAMES_OF.computeIfAbsent(
        segment,
        text -> {
          String regex = text.replace("[!", "[^").replace("*", ".*").replace("?", ".");
          return NAMES.stream().filter(Pattern.compile(regex).asMatchPredicate()).collect(toSet());
        });
  }
}
