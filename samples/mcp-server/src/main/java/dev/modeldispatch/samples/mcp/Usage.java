package dev.modeldispatch.samples.mcp;

/** What {@code --help} tells. */
final class Usage {
  static final String TEXT =
      """
      java -jar mcp-server.jar [options]

      Serves the tools dispatch, batch-dispatch, batch-start, batch-status, batch-cancel,
      list-models and preflight to an MCP client over stdin and stdout, until stdin ends.

        --config FILE  what is connected; model-dispatch.json of this folder if it is there
        --check        prints what is configured, asks nobody, and ends
        --help         prints this

      Without a file it connects the providers whose keys the environment holds (OPENAI_API_KEY,
      ANTHROPIC_API_KEY, GEMINI_API_KEY, OPENROUTER_API_KEY, GROQ_API_KEY, MISTRAL_API_KEY,
      DEEPSEEK_API_KEY, XAI_API_KEY), or, if there is none, the opencode server at port 4096.

      The file, in which everything may be left out:

        {
          "providers": {
            "openai": {},
            "anthropic": {"keyEnv": "MY_ANTHROPIC_KEY", "maxInFlight": 4},
            "ollama": {"baseUrl": "http://127.0.0.1:11434"},
            "mine": {"preset": "openai-compatible", "baseUrl": "http://127.0.0.1:8000/v1"}
          },
          "opencode": {"baseUrl": "http://127.0.0.1:4096", "passwordEnv": "MY_PASSWORD"},
          "targets": ["openai/gpt-x", "anthropic/claude-x"],
          "routes": {"tasks": {"code-review": "anthropic/claude-x"}},
          "timeoutSeconds": 50,
          "limits": {"maxInFlight": 100, "retries": 2}
        }

      providers   by preset (openai, anthropic, gemini, azure, ollama, openrouter, groq, mistral,
                  deepseek, xai, vllm, lmstudio, llamacpp) or any id with the preset
                  openai-compatible; each with baseUrl, keyEnv (the NAME of the environment
                  variable that holds its key), maxInFlight, requestsPerMinute, tokensPerMinute
      opencode    takes every other provider: baseUrl, passwordEnv, agent, directory
      targets     who is asked with the pattern 'default', at least 2
      routes      an overlay of the routing table: tiers, tasks, patterns
      timeoutSeconds  for a call that names no timeout; clients give up after 60 s
      limits      maxInFlight, maxQueued, retries, maxResponseBytes, maxBatches, connectSeconds,
                  idleSeconds, firstContentSeconds

      A key in the file is refused. A key that the environment does not hold is no error: asking
      that provider is answered with auth_missing. Ends with 0, or with 2 if the input is wrong.
      """;

  private Usage() {}
}
