package dev.modeldispatch.samples.quickstart;

import dev.modeldispatch.ModelTarget;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the command line asks for, and all that is wrong with it.
 *
 * @param targets who is asked; empty: the fake models
 * @param timeout how long each may take
 * @param servers where the targets are
 * @param prompt what is asked
 * @param help whether only the usage is wanted
 * @param problems what is wrong, each in words that name the remedy
 */
record Arguments(
    List<ModelTarget> targets,
    Duration timeout,
    Servers servers,
    String prompt,
    boolean help,
    List<String> problems) {
  static final String USAGE =
      """
      quickstart [--targets provider/model,provider/model] [--timeout seconds] \
      [--base-url url] [prompt]

        --targets    who is asked, for example openai/gpt-x,ollama/qwen3; none: four fakes
        --timeout    how long each may take, in seconds; 60, for the fakes 3
        --base-url   a server that speaks like OpenAI, asked for every target
        prompt       what is asked; 'Why is the sky blue?'

      Providers: openai, anthropic, gemini, ollama (at port 11434 of this machine), and
      openrouter, groq, mistral, deepseek, xai, vllm, lmstudio, llamacpp.
      Environment: OPENAI_API_KEY for targets openai/..., ANTHROPIC_API_KEY, GEMINI_API_KEY
      and so on; DISPATCH_BASE_URL in place of --base-url, with DISPATCH_API_KEY if that
      server wants a key.
      Ends with 0, with 1 if nobody answered, with 2 if the arguments are wrong.
      """;

  private static final Pattern COMMA = Pattern.compile(",");
  private static final long LONGEST_SECONDS = 86_400;

  /** Reads the command line; never throws. */
  static Arguments read(String[] args, Map<String, String> environment) {
    return new Reader(args, environment).read();
  }

  /** Takes the arguments one by one. */
  private static final class Reader {
    private final ArrayDeque<String> left;
    private final Map<String, String> environment;
    private final List<String> problems = new ArrayList<>();
    private final List<String> words = new ArrayList<>();
    private final List<ModelTarget> targets = new ArrayList<>();
    private Optional<Duration> timeout = Optional.empty();
    private Optional<URI> baseUrl = Optional.empty();
    private boolean help;

    Reader(String[] args, Map<String, String> environment) {
      this.left = new ArrayDeque<>(Arrays.asList(args));
      this.environment = environment;
    }

    Arguments read() {
      Optional.ofNullable(environment.get(Servers.BASE_URL))
          .filter(url -> !url.isEmpty())
          .ifPresent(url -> takeBaseUrl(Servers.BASE_URL, url));
      while (!left.isEmpty()) {
        take(left.remove());
      }
      var servers = new Servers(baseUrl, environment);
      servers.missingKeys(targets).forEach(this::lacks);
      long usual = targets.isEmpty() ? 3 : 60;
      String prompt = String.join(" ", words);
      return new Arguments(
          List.copyOf(targets),
          timeout.orElse(Duration.ofSeconds(usual)),
          servers,
          prompt.isBlank() ? "Why is the sky blue?" : prompt,
          help,
          List.copyOf(problems));
    }

    private void lacks(String key) {
      problems.add("no key and no server: set " + key + ", or name a server with --base-url");
    }

    private void take(String argument) {
      switch (argument) {
        case "--help", "-h" -> help = true;
        case "--targets" -> value(argument).ifPresent(this::takeTargets);
        case "--timeout" -> value(argument).ifPresent(this::takeTimeout);
        case "--base-url" -> value(argument).ifPresent(url -> takeBaseUrl(argument, url));
        default -> {
          if (argument.startsWith("-")) {
            problems.add(
                "'"
                    + argument
                    + "' is no option; there are --targets, --timeout, --base-url, --help");
          } else {
            words.add(argument);
          }
        }
      }
    }

    private Optional<String> value(String option) {
      if (left.isEmpty() || left.peek().startsWith("--")) {
        problems.add(option + " needs a value");
        return Optional.empty();
      }
      return Optional.of(left.remove());
    }

    private void takeTargets(String list) {
      COMMA.splitAsStream(list).map(String::strip).forEach(this::takeTarget);
    }

    private void takeTarget(String text) {
      try {
        targets.add(ModelTarget.parse(text));
      } catch (IllegalArgumentException e) {
        problems.add(String.valueOf(e.getMessage()));
      }
    }

    private void takeTimeout(String text) {
      try {
        long seconds = Long.parseLong(text);
        if (seconds > 0 && seconds <= LONGEST_SECONDS) {
          timeout = Optional.of(Duration.ofSeconds(seconds));
          return;
        }
      } catch (NumberFormatException e) {
        // told below, as for a number out of range
      }
      problems.add(
          "--timeout '" + text + "' is no number of seconds; write 1 to " + LONGEST_SECONDS);
    }

    private void takeBaseUrl(String from, String text) {
      try {
        baseUrl = Optional.of(URI.create(text));
      } catch (IllegalArgumentException e) {
        problems.add(
            from + " '" + text + "' is no URL; write for example http://127.0.0.1:8000/v1");
      }
    }
  }
}
