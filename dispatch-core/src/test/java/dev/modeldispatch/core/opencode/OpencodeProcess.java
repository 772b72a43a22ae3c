package dev.modeldispatch.core.opencode;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A real server of its own, in a home of its own. */
final class OpencodeProcess implements AutoCloseable {
  private static final String LISTENING = "listening on ";

  private final Process process;
  private final CompletableFuture<URI> address = new CompletableFuture<>();

  private OpencodeProcess(Process process) {
    this.process = process;
    var reader = new Thread(this::drain, "opencode-output");
    reader.setDaemon(true);
    reader.start();
  }

  static OpencodeProcess start(Path binary, Path home, String config) throws IOException {
    var command =
        new ProcessBuilder(binary.toString(), "serve", "--hostname", "127.0.0.1", "--port", "0");
    Map<String, String> environment = command.environment();
    String path = environment.getOrDefault("PATH", "/usr/bin:/bin");
    environment.clear();
    environment.put("PATH", path);
    environment.put("HOME", folder(home, "home"));
    environment.put("XDG_CONFIG_HOME", folder(home, "config"));
    environment.put("XDG_DATA_HOME", folder(home, "data"));
    environment.put("XDG_CACHE_HOME", folder(home, "cache"));
    environment.put("XDG_STATE_HOME", folder(home, "state"));
    environment.put("TMPDIR", folder(home, "tmp"));
    environment.put("OPENCODE_CONFIG_CONTENT", config);
    environment.put("OPENCODE_CLIENT", "serve");
    environment.put("BUN_CONFIG_MAX_HTTP_REQUESTS", "1024");
    for (String off :
        new String[] {
          "PROJECT_CONFIG",
          "MODELS_FETCH",
          "AUTOUPDATE",
          "DEFAULT_PLUGINS",
          "LSP_DOWNLOAD",
          "SHARE",
          "CLAUDE_CODE",
          "EXTERNAL_SKILLS",
          "AUTOCOMPACT",
          "EMBEDDED_WEB_UI"
        }) {
      environment.put("OPENCODE_DISABLE_" + off, "1");
    }
    command.directory(Path.of(folder(home, "work")).toFile());
    command.redirectErrorStream(true);
    return new OpencodeProcess(command.start());
  }

  URI awaitAddress() throws Exception {
    return address.get(60, TimeUnit.SECONDS);
  }

  private void drain() {
    try (var out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        int at = line.indexOf(LISTENING);
        if (at >= 0) {
          address.complete(URI.create(line.substring(at + LISTENING.length()).strip()));
        }
      }
    } catch (IOException e) {
      address.completeExceptionally(e);
    }
    address.completeExceptionally(new IOException("the server ended before it listened"));
  }

  private static String folder(Path home, String name) throws IOException {
    return Files.createDirectories(home.resolve(name)).toString();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(3, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
