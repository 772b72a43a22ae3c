package dev.modeldispatch.samples.workflows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real opencode server that works in a project with our folder in it. The library's own {@code
 * OpencodeServer} reads no project's configuration, which is what this is about.
 */
final class OpencodeProcess implements AutoCloseable {
  private static final String LISTENING = "listening on ";

  private final Process process;
  private final URI uri;

  private OpencodeProcess(Process process, URI uri) {
    this.process = process;
    this.uri = uri;
  }

  /** Starts one from this binary; the project and all that it writes are in an empty folder. */
  static OpencodeProcess start(Path binary, Path folder) throws IOException {
    Path project = folder.resolve("project");
    copy(Folders.OPENCODE, project.resolve(".opencode"));
    var command = List.of(binary.toString(), "serve", "--hostname", "127.0.0.1", "--port", "0");
    var builder = new ProcessBuilder(command).directory(project.toFile()).redirectErrorStream(true);
    Map<String, String> env = builder.environment();
    String path = env.getOrDefault("PATH", "");
    env.clear();
    env.put("PATH", path);
    env.put("HOME", Files.createDirectory(folder.resolve("home")).toString());
    Stream.of("MODELS_FETCH", "AUTOUPDATE", "DEFAULT_PLUGINS", "LSP_DOWNLOAD", "EMBEDDED_WEB_UI")
        .forEach(name -> env.put("OPENCODE_DISABLE_" + name, "1"));
    Process process = builder.start();
    return new OpencodeProcess(process, listening(process));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        Path copy = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(path, copy);
        }
      }
    }
  }

  private static URI listening(Process process) throws IOException {
    var lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      int at = line.indexOf(LISTENING);
      if (at >= 0) {
        return URI.create(line.substring(at + LISTENING.length()).strip());
      }
    }
    throw new IOException("the server ended before it listened");
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    var request = HttpRequest.newBuilder(uri.resolve(path)).timeout(Duration.ofSeconds(30)).build();
    return new ObjectMapper().readTree(client.send(request, BodyHandlers.ofString()).body());
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
