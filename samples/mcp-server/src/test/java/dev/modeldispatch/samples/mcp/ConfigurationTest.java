package dev.modeldispatch.samples.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.core.ProviderSettings;
import dev.modeldispatch.testkit.SecretCanary;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the file and the command line may say, and what becomes of what they may not. */
class ConfigurationTest {
  private static final SecretCanary CANARY = SecretCanary.of(12);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  @TempDir private Path folder = Path.of("");

  private int run(Map<String, String> environment, String... arguments) {
    return new McpDispatch(
            InputStream.nullInputStream(),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            folder,
            environment)
        .run(arguments);
  }

  private String told() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private List<String> errors() {
    return err.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private void file(String text) throws IOException {
    Files.writeString(folder.resolve("model-dispatch.json"), text);
  }

  @Test
  void allProblemsAreToldAtOnceWithTheirLines() throws IOException {
    file(
        """
        {
          "providers": {
            "opnai": {},
            "azure": {},
            "mine": {
              "preset": "openai-compatible",
              "baseUrl": "http://models.example.com/v1",
              "timeout": 3
            },
            "groq": {"keyEnv": "my key"}
          },
          "targets": ["gpt"],
          "routes": {"tasks": {"research": 3}, "teirs": {}},
          "timeoutSeconds": 0,
          "limits": {"retries": 11},
          "mcp": true
        }
        """);

    int exit = run(Map.of(), "--check");

    assertThat(exit).isEqualTo(McpDispatch.BAD_INPUT);
    assertThat(told()).isEmpty();
    assertThat(errors())
        .satisfiesExactly(
            e ->
                assertThat(e)
                    .contains("json:3: 'providers.opnai': 'opnai' is not a preset. Known: "),
            e -> assertThat(e).contains("json:4: 'providers.azure': baseUrl is missing"),
            e ->
                assertThat(e).contains("json:8: 'providers.mine.timeout': unknown field 'timeout'"),
            e -> assertThat(e).contains("json:10: 'providers.groq.keyEnv': ", "the NAME"),
            e -> assertThat(e).contains("json:12: 'targets': this must be a list of at least 2"),
            e -> assertThat(e).contains("json:12: 'targets.0': ", "'gpt' is not a target"),
            e -> assertThat(e).contains("json:13: 'routes': ", "unknown field 'teirs'"),
            e -> assertThat(e).contains("json:14: 'timeoutSeconds': ", "seconds above 0"),
            e -> assertThat(e).contains("json:15: 'limits.retries': ", "from 0 to 10"),
            e -> assertThat(e).contains("json:16: 'mcp': unknown field 'mcp' (known: providers,"));
  }

  @Test
  void whatOnlyConnectingShowsHasItsLineAsWell() throws IOException {
    file(
        """
        {"providers": {
          "openai": {},
          "mine": {"preset": "openai-compatible", "baseUrl": "http://models.example.com/v1"}},
         "opencode": {"baseUrl": "http://u:p@127.0.0.1:4096"}}
        """);

    int exit = run(Map.of());

    assertThat(exit).isEqualTo(McpDispatch.BAD_INPUT);
    assertThat(errors())
        .satisfiesExactly(
            e -> assertThat(e).contains("json:3: 'providers.mine': ", "plain http beyond"),
            e -> assertThat(e).contains("json:4: 'opencode': ", "carries a user or password"));
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"providers\": {\"openai\": {\"apiKey\": \"KEY\"}}}', providers.openai.apiKey",
    "'{\"providers\": {\"openai\": {\"key\": \"KEY\"}}}', providers.openai.key",
    "'{\"providers\": {\"openai\": {\"api_key\": \"KEY\"}}}', providers.openai.api_key",
    "'{\"opencode\": {\"password\": \"KEY\"}}', opencode.password",
    "'{\"authToken\": \"KEY\"}', authToken",
    "'{\"providers\": {\"openai\": {\"baseUrl\": \"sk-KEY\"}}}', providers.openai.baseUrl"
  })
  void keyInTheFileIsRefusedAndNotShown(String text, String field) throws IOException {
    file(text.replace("KEY", CANARY.key()));

    int exit = run(Map.of());

    assertThat(exit).isEqualTo(McpDispatch.BAD_INPUT);
    assertThat(errors().get(0))
        .startsWith("model-dispatch.json:1: '" + field + "': a key does not belong in this file")
        .contains("environment variable");
    assertThat(errors()).hasSize(1);
    CANARY.assertNotIn("stderr", err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void keyInPlaceOfAVariablesNameIsRefusedAndNotShown() throws IOException {
    file("{\"providers\": {\"openai\": {\"keyEnv\": \"" + CANARY.key() + "\"}}}");

    assertThat(run(Map.of())).isEqualTo(McpDispatch.BAD_INPUT);
    assertThat(errors().get(0)).contains(":1: 'providers.openai.keyEnv': ", "the NAME of");
    CANARY.assertNotIn("stderr", err.toString(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"providers\":\n {\"openai\": cnry}', :2: column 13: this is not JSON",
    "'{\"targets\": [],\n\"targets\": []}', :2: column 10: a field is there twice",
    "'', :1: the file is empty",
    "'[]', :1: this must be a JSON object",
    "'{\"providers\": 3}', \":1: 'providers': this must be a JSON object\""
  })
  void brokenFileIsToldWithTheLine(String text, String told) throws IOException {
    file(text);

    assertThat(run(Map.of())).isEqualTo(McpDispatch.BAD_INPUT);
    assertThat(errors().get(0)).contains("model-dispatch.json" + told.replace("\"", ""));
    assertThat(errors().get(0)).doesNotContain("cnry");
  }

  @Test
  void addressThatIsNoneIsNotShown() throws IOException {
    file("{\"providers\": {\"openai\": {\"baseUrl\": \"https://{" + CANARY.key() + "}@x\"}}}");

    assertThat(run(Map.of())).isEqualTo(McpDispatch.BAD_INPUT);
    assertThat(errors().get(0)).contains("'providers.openai.baseUrl': this is no URL");
    CANARY.assertNotIn("stderr", err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void namedFileThatIsNotThereIsAnError() {
    int exit = run(Map.of(), "--config", "none.json");

    assertThat(exit).isEqualTo(McpDispatch.BAD_INPUT);
    assertThat(errors())
        .containsExactly("none.json:1: there is no such file; --help tells its form");
  }

  @Test
  void unknownOptionsAreToldTogether() {
    int exit = run(Map.of(), "--chek", "stdio", "--config");

    assertThat(exit).isEqualTo(McpDispatch.BAD_INPUT);
    assertThat(errors())
        .containsExactly(
            "mcp-server: '--chek' is no option; --help tells what there is",
            "mcp-server: 'stdio' is no option; --help tells what there is",
            "mcp-server: --config needs a file",
            "Use --help for what there is.");
  }

  @Test
  void withoutAFileTheKeysOfTheEnvironmentDecide() {
    int exit = run(Map.of("GROQ_API_KEY", CANARY.key(), "XAI_API_KEY", ""), "--check");

    assertThat(exit).isEqualTo(McpDispatch.FINE);
    assertThat(told())
        .contains(
            "configured by the environment", "  groq: its usual address, key of GROQ_API_KEY\n")
        .doesNotContain("xai", "opencode:");
    CANARY.assertNotIn("--check", told());
  }

  @Test
  void withoutAnyKeyTheServerOfOpencodeIsAsked() {
    run(Map.of("OPENCODE_SERVER_PASSWORD", CANARY.key()), "--check");

    assertThat(told())
        .contains("  opencode: http://127.0.0.1:4096, password of OPENCODE_SERVER_PASSWORD, for");
    CANARY.assertNotIn("--check", told());
  }

  @Test
  void checkTellsWhatIsConfigured() throws IOException {
    file(
        """
        {"providers": {"openai": {"keyEnv": "NOBODY_SETS_THIS", "maxInFlight": 4},
                       "ollama": {"baseUrl": "http://127.0.0.1:11434"}},
         "targets": ["openai/gpt-x", "ollama/qwen3"],
         "routes": {"tasks": {"research": "openai/gpt-x"}},
         "timeoutSeconds": 58,
         "limits": {"retries": 0, "idleSeconds": 1.5}}
        """);

    int exit = run(Map.of(), "--check");

    assertThat(exit).isEqualTo(McpDispatch.FINE);
    assertThat(told())
        .contains("configured by model-dispatch.json")
        .contains("  openai: its usual address, key of NOBODY_SETS_THIS (not set: auth_missing)")
        .contains("4 at a time", "  ollama: http://127.0.0.1:11434, no key\n")
        .contains("targets (pattern default)\n  openai/gpt-x\n  ollama/qwen3\n")
        .contains("  research: openai/gpt-x\n", "claude-sonnet-4-20250514 (nobody serves it)\n")
        .contains("  timeoutSeconds 58.0 (clients give up after 60 s unless told otherwise)\n")
        .contains("  retries 0\n", "  idleSeconds 1.5\n", "batch-dispatch, batch-start, ");
  }

  @ParameterizedTest
  @MethodSource("known")
  void everyKnownProviderConnectsByItsName(String id) throws IOException {
    String url = id.equals("azure") ? "\"baseUrl\": \"https://me.example.com/openai/v1\"" : "";
    file("{\"providers\": {\"" + id + "\": {" + url + "}}}");

    assertThat(run(Map.of(), "--check")).as(() -> String.join("\n", errors())).isZero();
    assertThat(told()).contains("  " + id + ": ");
  }

  static List<String> known() {
    return ProviderSettings.known();
  }

  @Test
  void addressOfYoursGetsOnlyTheKeyThatIsNamedWithIt() throws IOException {
    file(
        """
        {"providers": {"openai": {"baseUrl": "http://127.0.0.1:9/v1"},
                       "groq": {"baseUrl": "http://127.0.0.1:9/v1", "keyEnv": "MINE"}}}
        """);

    run(Map.of("OPENAI_API_KEY", CANARY.key()), "--check");

    assertThat(told())
        .contains("  openai: http://127.0.0.1:9/v1, no key\n")
        .contains("  groq: http://127.0.0.1:9/v1, key of MINE (not set: auth_missing)\n");
  }

  @Test
  void helpTellsAFormThatIsAccepted() throws IOException {
    run(Map.of(), "--help");
    String help = told();
    file(help.substring(help.indexOf("  {\n"), help.indexOf("  }\n\n") + 4));

    assertThat(run(Map.of(), "--check")).isEqualTo(McpDispatch.FINE);
    assertThat(help).contains("--config FILE");
  }

  @Test
  void whatPrintsLaterDoesNotGoToTheProtocol() {
    PrintStream outBefore = System.out;
    PrintStream errBefore = System.err;
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      McpDispatch.main(new String[] {"--help"});
      System.out.println("stray");
    } finally {
      System.setOut(outBefore);
      System.setErr(errBefore);
    }

    assertThat(told()).contains("--config FILE").doesNotContain("stray");
    assertThat(errors()).containsExactly("stray");
  }
}
