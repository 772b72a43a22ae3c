package dev.modeldispatch.samples.quickstart;

import java.io.Console;

/** Whether somebody looks on, so that a line may be written over. */
final class Terminal {
  private Terminal() {}

  /**
   * {@return whether the output goes to a terminal} Before JDK 22 there is no console otherwise;
   * from then on there always is, and it has to be asked.
   */
  @SuppressWarnings("SystemConsoleNull")
  static boolean isThere() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return Console.class.getMethod("isTerminal").invoke(console).equals(true);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
