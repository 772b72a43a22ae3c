package dev.modeldispatch.core.internal;

/** Sets foreign text apart inside a prompt, so that it cannot pass for the words around it. */
public final class Fence {
  private Fence() {}

  /** Returns the text between two lines of backticks that are longer than any run in it. */
  public static String around(String text) {
    int longest = 2;
    int run = 0;
    for (int i = 0; i < text.length(); i++) {
      run = text.charAt(i) == '`' ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    String fence = "`".repeat(longest + 1);
    return fence + "\n" + text + "\n" + fence;
  }
}
