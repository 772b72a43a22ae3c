package dev.modeldispatch.testkit.junit;

import java.util.List;
import java.util.concurrent.Callable;

/** The checks at the end of a test, made whether its thread is interrupted or not. */
final class Ending {
  private Ending() {}

  /** Makes the checks, closes the scope, and fails on what was found. */
  static void of(Scope scope, Callable<List<Finding>> checks) throws Exception {
    try {
      of(checks);
    } finally {
      scope.close();
    }
  }

  /** Makes the checks, and fails on what was found. */
  static void of(Callable<List<Finding>> checks) throws Exception {
    boolean interrupted = Thread.interrupted();
    try {
      Finding.failOn(checks.call());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
