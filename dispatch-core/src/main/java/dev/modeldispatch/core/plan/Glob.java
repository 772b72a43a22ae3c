package dev.modeldispatch.core.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * A normalised path pattern, segment by segment: {@code *} and {@code ?} within a segment, {@code
 * **} for any number of segments, {@code [a-z]} and {@code [!a-z]}. It stands for every file that
 * it matches and for all that lies in a folder that it matches. Immutable.
 */
final class Glob {
  private static final String ANY_DEPTH = "**";

  private final String text;
  private final List<Segment> segments;
  private final boolean isLiteral;

  private Glob(String text, List<Segment> segments, boolean isLiteral) {
    this.text = text;
    this.segments = segments;
    this.isLiteral = isLiteral;
  }

  /** Returns the pattern of a normalised text without braces. */
  static Glob of(String text) {
    List<Segment> segments = new ArrayList<>();
    for (String segment : text.split("/", -1)) {
      segments.add(segment.equals(ANY_DEPTH) ? Segment.ANY_DEPTH : Segment.of(segment));
    }
    return new Glob(text, segments, segments.stream().allMatch(Segment::isLiteral));
  }

  String text() {
    return text;
  }

  /** Whether the pattern names one file or folder. */
  boolean isLiteral() {
    return isLiteral;
  }

  /** Whether there can be a file that both stand for. */
  boolean overlaps(Glob other) {
    return canMeet(inDepth(), other.inDepth(), Segment::isAnyDepth, Segment::meets);
  }

  /** Returns in words what both stand for: the narrower of the two, or both. */
  String common(Glob other) {
    if (text.equals(other.text)) {
      return text;
    }
    if (isLiteral && other.isLiteral) {
      return text.length() > other.text.length() ? text : other.text;
    }
    if (isLiteral || other.isLiteral) {
      return isLiteral ? text : other.text;
    }
    boolean isFirst = text.compareTo(other.text) < 0;
    return isFirst ? text + " & " + other.text : other.text + " & " + text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Glob glob && text.equals(glob.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  private List<Segment> inDepth() {
    var deep = new ArrayList<>(segments);
    deep.add(Segment.ANY_DEPTH);
    return deep;
  }

  /**
   * Whether two patterns have a word in common. A star stands for any number of letters, even of
   * those that the other's star stands for.
   */
  static <T> boolean canMeet(
      List<T> left, List<T> right, Predicate<T> star, BiPredicate<T, T> meets) {
    boolean[] below = new boolean[right.size() + 1];
    for (int i = left.size(); i >= 0; i--) {
      boolean[] row = new boolean[right.size() + 1];
      for (int j = right.size(); j >= 0; j--) {
        boolean hasLeft = i < left.size();
        boolean hasRight = j < right.size();
        if (!hasLeft && !hasRight) {
          row[j] = true;
        } else if ((hasLeft && star.test(left.get(i))) || (hasRight && star.test(right.get(j)))) {
          row[j] = (hasLeft && below[j]) || (hasRight && row[j + 1]);
        } else if (hasLeft && hasRight) {
          row[j] = below[j + 1] && meets.test(left.get(i), right.get(j));
        }
      }
      below = row;
    }
    return below[0];
  }
}
