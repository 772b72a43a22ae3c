package dev.modeldispatch.samples.benchmarks;

/** A client that asks many targets at once. */
interface Crowd extends AutoCloseable {
  /** All calls of one round, begun. */
  interface Flight {
    /** {@return how many calls have no answer yet} */
    int open();

    /** Waits for the last call and returns how many were answered. */
    int await();
  }

  /** Begins all calls and returns at once. */
  Flight start();

  @Override
  void close();
}
