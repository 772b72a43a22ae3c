package dev.modeldispatch.samples.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * A model server that costs next to nothing: one thread, one fixed answer. Runs in a JVM of its own
 * and is steered by {@link ServerProcess}, line by line.
 */
final class FastServer {
  private FastServer() {}

  /** Serves until the parent goes; the argument is the delay of each answer in ms, or never. */
  public static void main(String[] args) throws IOException {
    var arrivals = new Arrivals();
    var loop = ServerLoop.open(arrivals);
    loop.delay(delay(args[0]));
    var thread = new Thread(loop, "fast-server");
    thread.setDaemon(true);
    thread.start();
    var parent = new Parent();
    parent.say("listening", "port", loop.port());
    for (Optional<Message> told = parent.next(); told.isPresent(); told = parent.next()) {
      Message message = told.get();
      switch (message.word()) {
        case "delay" -> loop.delay(delay(message.text("ms")));
        case "stamp" -> loop.stampAnswers();
        case "count" ->
            parent.say(
                "counted",
                "arrivals",
                arrivals.count(),
                "closes",
                arrivals.closes(),
                "last_close",
                arrivals.lastCloseMillis());
        case "after" -> parent.say("counted", "arrivals", arrivals.after(message.whole("millis")));
        default -> throw new IllegalStateException("told '" + message.word() + "'");
      }
    }
  }

  private static Optional<Duration> delay(String argument) {
    return argument.equals("never")
        ? Optional.empty()
        : Optional.of(Duration.ofMillis(Long.parseLong(argument)));
  }
}
