package dev.modeldispatch.core.plan;

/** Arrows between places, flat in two arrays so that a walk over a big graph stays cheap. */
final class Links {
  private final int[] starts;
  private final int[] ends;

  private Links(int[] starts, int[] ends) {
    this.starts = starts;
    this.ends = ends;
  }

  /** Returns arrows whose ends for place {@code i} are {@code rows[i]}. */
  static Links of(int[][] rows) {
    int[] starts = new int[rows.length + 1];
    for (int i = 0; i < rows.length; i++) {
      starts[i + 1] = starts[i] + rows[i].length;
    }
    int[] ends = new int[starts[rows.length]];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, ends, starts[i], rows[i].length);
    }
    return new Links(starts, ends);
  }

  /** Returns the same arrows, turned round. */
  Links reversed() {
    int[] first = new int[starts.length];
    for (int end : ends) {
      first[end + 1]++;
    }
    for (int i = 0; i < size(); i++) {
      first[i + 1] += first[i];
    }
    int[] next = first.clone();
    int[] back = new int[ends.length];
    for (int i = 0; i < size(); i++) {
      for (int k = from(i); k < to(i); k++) {
        back[next[ends[k]]++] = i;
      }
    }
    return new Links(first, back);
  }

  /** {@return how many places there are} */
  int size() {
    return starts.length - 1;
  }

  /** Returns the number of the place's first arrow. */
  int from(int place) {
    return starts[place];
  }

  /** Returns the number after the place's last arrow. */
  int to(int place) {
    return starts[place + 1];
  }

  /** Returns where the arrow of this number ends. */
  int end(int arrow) {
    return ends[arrow];
  }

  int count(int place) {
    return to(place) - from(place);
  }
}
