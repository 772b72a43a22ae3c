package dev.modeldispatch.core.opencode;

import dev.modeldispatch.core.internal.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder that one private server lives in, of its own and gone with it. */
final class ServerHome {
  private static final Logger LOG = LoggerFactory.getLogger(ServerHome.class);
  private static final int DELETE_TRIES = 5;

  /** What keeps the server from the network, from the user's own settings and from questions. */
  private static final List<String> SWITCHES =
      List.of(
          "OPENCODE_DISABLE_PROJECT_CONFIG",
          "OPENCODE_DISABLE_MODELS_FETCH",
          "OPENCODE_DISABLE_AUTOUPDATE",
          "OPENCODE_DISABLE_DEFAULT_PLUGINS",
          "OPENCODE_DISABLE_LSP_DOWNLOAD",
          "OPENCODE_DISABLE_SHARE",
          "OPENCODE_DISABLE_CLAUDE_CODE",
          "OPENCODE_DISABLE_EXTERNAL_SKILLS",
          "OPENCODE_DISABLE_AUTOCOMPACT",
          "OPENCODE_DISABLE_EMBEDDED_WEB_UI");

  private final Path root;

  private ServerHome(Path root) {
    this.root = root;
  }

  /** Returns a new home; only this user can look into it. */
  static ServerHome make() {
    try {
      Path root = Files.createTempDirectory("dispatch-opencode-");
      for (String room : List.of("home", "config", "data", "cache", "state", "tmp", "work")) {
        Files.createDirectory(root.resolve(room));
      }
      return new ServerHome(root);
    } catch (IOException e) {
      throw new UncheckedIOException("No folder for an opencode server.", e);
    }
  }

  /** {@return the empty folder that the server works in} */
  Path work() {
    return root.resolve("work");
  }

  /** Returns the server's whole environment. */
  Map<String, String> environment(OpencodeServerOptions options, String password) {
    Map<String, String> env = new LinkedHashMap<>();
    options.passedEnv().forEach(name -> pass(name, env));
    pass("PATH", env);
    env.put("HOME", at("home"));
    env.put("XDG_CONFIG_HOME", at("config"));
    env.put("XDG_DATA_HOME", at("data"));
    env.put("XDG_CACHE_HOME", at("cache"));
    env.put("XDG_STATE_HOME", at("state"));
    env.put("TMPDIR", at("tmp"));
    env.put("OPENCODE_CONFIG_CONTENT", text(options));
    SWITCHES.forEach(name -> env.put(name, "1"));
    env.put("OPENCODE_CLIENT", "serve"); // without the tool that asks a person
    env.put("OPENCODE_SERVER_PASSWORD", password);
    env.put("BUN_CONFIG_MAX_HTTP_REQUESTS", "1024"); // 256 model calls at once else
    return env;
  }

  private static void pass(String name, Map<String, String> env) {
    String value = System.getenv(name);
    if (value != null) {
      env.put(name, value);
    }
  }

  private static String text(OpencodeServerOptions options) {
    return new String(Json.bytes(options.config()), java.nio.charset.StandardCharsets.UTF_8);
  }

  private String at(String room) {
    return root.resolve(room).toString();
  }

  /** Removes the folder; what was written while it went goes with the next try. */
  void delete() {
    for (int left = DELETE_TRIES; left > 0; left--) {
      try {
        Files.walkFileTree(root, new Removal());
        return;
      } catch (DirectoryNotEmptyException | NoSuchFileException e) {
        LOG.trace("{} changed while it was removed", root);
      } catch (IOException e) {
        LOG.warn("{} could not be removed: {}", root, e.getClass().getSimpleName());
        return;
      }
    }
    if (Files.exists(root)) {
      LOG.warn("{} could not be removed: something still writes there", root);
    }
  }

  /** Deletes what it visits; links are deleted, not followed. */
  private static final class Removal extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(
        Path folder, @org.jspecify.annotations.Nullable IOException thrown) throws IOException {
      if (thrown != null) {
        throw thrown;
      }
      Files.deleteIfExists(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
