package dev.modeldispatch.core.plan;

import java.util.Arrays;

/** Values by key, the smallest key first; of primitives, as a schedule turns over many. */
final class Heap {
  private long[] keys = new long[64];
  private int[] values = new int[64];
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  long minKey() {
    return keys[0];
  }

  void add(long key, int value) {
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, 2 * size);
      values = Arrays.copyOf(values, 2 * size);
    }
    int hole = size++;
    while (hole > 0 && keys[(hole - 1) / 2] > key) {
      move((hole - 1) / 2, hole);
      hole = (hole - 1) / 2;
    }
    put(hole, key, value);
  }

  /** Takes out the value of the smallest key. */
  int take() {
    int taken = values[0];
    size--;
    long key = keys[size];
    int hole = 0;
    for (int child = 1; child < size; child = 2 * hole + 1) {
      int smaller = child + 1 < size && keys[child + 1] < keys[child] ? child + 1 : child;
      if (keys[smaller] >= key) {
        break;
      }
      move(smaller, hole);
      hole = smaller;
    }
    put(hole, key, values[size]);
    return taken;
  }

  private void move(int from, int to) {
    put(to, keys[from], values[from]);
  }

  private void put(int at, long key, int value) {
    keys[at] = key;
    values[at] = value;
  }
}
