package dev.modeldispatch.samples.taskdispatch;

import dev.modeldispatch.ApiKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A console that a test reads; no server wants a password. */
final class TestConsole {
  private TestConsole() {}

  static Console of(ByteArrayOutputStream printed, String typed) {
    return with(printed, typed, ApiKey.env("MODEL_DISPATCH_NO_SUCH_VARIABLE"));
  }

  static Console with(ByteArrayOutputStream printed, String typed, ApiKey password) {
    return new Console(
        new PrintStream(printed, true, StandardCharsets.UTF_8),
        new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
        password,
        Path.of("no-such-folder", "config.json"));
  }
}
