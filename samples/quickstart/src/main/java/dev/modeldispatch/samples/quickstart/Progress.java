package dev.modeldispatch.samples.quickstart;

import dev.modeldispatch.BatchRequest;
import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Shows a batch while it runs: a line for each target that is settled, and on a console a last line
 * that tells who is still asked. Thread-safe, as the targets of a batch report side by side.
 */
final class Progress implements BatchRequest.Listener {
  /** How it is shown. */
  enum Style {
    /** Lines alone, for files and pipes. */
    LINES,
    /** Lines, and one that is written over. */
    CONSOLE
  }

  private static final String WIPE = "\r" + " ".repeat(79) + "\r";

  private final List<ModelTarget> waiting;
  private final int all;
  private final PrintStream out;
  private final Style style;

  Progress(List<ModelTarget> targets, PrintStream out, Style style) {
    this.waiting = new ArrayList<>(targets);
    this.all = targets.size();
    this.out = out;
    this.style = style;
    showWaiting();
  }

  @Override
  public boolean wantsText() {
    return false; // nothing is shown of an answer before its end
  }

  @Override
  public synchronized void onEvent(int slot, DispatchEvent event) {
    if (event instanceof DispatchEvent.Settled settled) {
      waiting.remove(event.target());
      wipe();
      out.println(line(settled.result()));
      showWaiting();
    }
  }

  /** Takes the last line away. */
  synchronized void close() {
    wipe();
    out.flush();
  }

  private String line(ModelResult result) {
    String seconds = String.format(Locale.ROOT, "%6.2f s", result.elapsed().toMillis() / 1000.0);
    int settled = all - waiting.size();
    return "[" + settled + "/" + all + "] " + seconds + "  " + result.target() + " " + end(result);
  }

  private static String end(ModelResult result) {
    return result.fold(
        answered -> "answered (" + answered.text().length() + " characters)",
        none -> "did not answer (" + none.failure().kind().code() + ")");
  }

  private void wipe() {
    if (style == Style.CONSOLE) {
      out.print(WIPE);
    }
  }

  private void showWaiting() {
    if (style == Style.CONSOLE && !waiting.isEmpty()) {
      String names = waiting.stream().map(ModelTarget::toString).collect(Collectors.joining(", "));
      String line = "waiting for " + names;
      out.print(line.substring(0, Math.min(line.length(), 79)));
      out.flush();
    }
  }
}
