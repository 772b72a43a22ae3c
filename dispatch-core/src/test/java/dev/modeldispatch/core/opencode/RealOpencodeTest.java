package dev.modeldispatch.core.opencode;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract at the real server, when {@code -Ddispatch.opencode} or the environment names it.
 */
@EnabledIf(
    value = "isNamed",
    disabledReason = "name a binary with -Ddispatch.opencode=PATH or DISPATCH_OPENCODE")
@Tag("opencode")
class RealOpencodeTest extends OpencodeContract {
  @TempDir(cleanup = CleanupMode.ALWAYS)
  static @Nullable Path home;

  private static @Nullable OpencodeWorld world;

  @BeforeAll
  static void start() throws Exception {
    var folder = home;
    if (folder != null) {
      world = new RealWorld(Path.of(binary().orElseThrow()), folder);
    }
  }

  @AfterAll
  static void stop() {
    if (world != null) {
      world.close();
    }
  }

  static boolean isNamed() {
    boolean named = binary().isPresent();
    if (!named) {
      System.out.println(
          "The opencode contract is skipped at the real server: name a binary with"
              + " -Ddispatch.opencode=PATH or DISPATCH_OPENCODE.");
    }
    return named;
  }

  private static Optional<String> binary() {
    return Optional.ofNullable(System.getProperty("dispatch.opencode"))
        .or(() -> Optional.ofNullable(System.getenv("DISPATCH_OPENCODE")))
        .filter(path -> !path.isBlank());
  }

  @Override
  OpencodeWorld world() {
    if (world == null) {
      throw new IllegalStateException("The real server did not start.");
    }
    return world;
  }
}
