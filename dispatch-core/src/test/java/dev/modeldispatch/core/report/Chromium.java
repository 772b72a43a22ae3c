package dev.modeldispatch.core.report;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A headless Chromium, if there is one: the variable DISPATCH_CHROMIUM, or on the path. */
record Chromium(Path binary) {
  static Optional<Chromium> find() {
    String named = System.getenv("DISPATCH_CHROMIUM");
    Stream<Path> onPath =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .flatMap(
                folder ->
                    Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(folder, name)));
    return (named == null ? onPath : Stream.of(Path.of(named)))
        .filter(Files::isExecutable)
        .findFirst()
        .map(Chromium::new);
  }

  /** Opens the page, lets its scripts run if it can, and returns what has become of it. */
  String open(Path page, Path home) throws IOException, InterruptedException {
    Path dom = home.resolve("dom.html");
    var command =
        new ProcessBuilder(
            binary.toString(),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--user-data-dir=" + home.resolve("profile"),
            "--virtual-time-budget=2000",
            "--dump-dom",
            page.toUri().toString());
    command.environment().put("HOME", home.toString());
    command.redirectOutput(dom.toFile()).redirectError(home.resolve("log").toFile());
    Process process = command.start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException(binary + " did not end within 60 s");
    }
    return Files.readString(dom, StandardCharsets.UTF_8);
  }
}
