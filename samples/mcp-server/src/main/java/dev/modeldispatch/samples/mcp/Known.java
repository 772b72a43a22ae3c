package dev.modeldispatch.samples.mcp;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The providers that need no more than their name, and the variables that their keys are in. */
enum Known {
  OPENAI("OPENAI_API_KEY"),
  ANTHROPIC("ANTHROPIC_API_KEY"),
  GEMINI("GEMINI_API_KEY"),
  AZURE("AZURE_OPENAI_API_KEY"),
  OLLAMA(""),
  OPENROUTER("OPENROUTER_API_KEY"),
  GROQ("GROQ_API_KEY"),
  MISTRAL("MISTRAL_API_KEY"),
  DEEPSEEK("DEEPSEEK_API_KEY"),
  XAI("XAI_API_KEY"),
  VLLM(""),
  LMSTUDIO(""),
  LLAMACPP("");

  /** What an id of the user's own speaks like. */
  static final String COMPATIBLE = "openai-compatible";

  private final String variable;

  Known(String variable) {
    this.variable = variable;
  }

  static Optional<Known> named(String id) {
    return Arrays.stream(values()).filter(known -> known.id().equals(id)).findFirst();
  }

  static String names() {
    return Arrays.stream(values()).map(Known::id).collect(Collectors.joining(", "));
  }

  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** {@return the variable of its key; empty if it wants none} */
  Optional<String> variable() {
    return Optional.of(variable).filter(name -> !name.isEmpty());
  }
}
