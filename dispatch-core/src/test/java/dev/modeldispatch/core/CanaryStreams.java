package dev.modeldispatch.core;

import java.util.Map;

/** Streams of each dialect that begin with the answer, and then go wrong aloud. */
final class CanaryStreams {
  private static final String NEWLINE = "\n";

  private static final Map<String, String> TEXTS =
      Map.of(
          "compatible", "data: {'choices':[{'delta':{'content':%s}}]}",
          "azure", "data: {'choices':[{'delta':{'content':%s}}]}",
          "anthropic",
              "data: {'type':'content_block_delta','index':0,"
                  + "'delta':{'type':'text_delta','text':%s}}",
          "gemini", "data: {'candidates':[{'content':{'parts':[{'text':%s}]}}]}",
          "ollama", "{'message':{'content':%s},'done':false}");

  private static final Map<String, String> ERRORS =
      Map.of(
          "compatible", "data: {'error':{'message':%1$s,'type':%1$s,'code':%1$s}}",
          "azure", "data: {'error':{'message':%1$s,'type':%1$s,'code':%1$s}}",
          "anthropic", "data: {'type':'error','error':{'type':%1$s,'message':%1$s}}",
          "gemini", "data: {'error':{'status':%1$s,'message':%1$s}}",
          "ollama", "{'error':%1$s}");

  private CanaryStreams() {}

  static String type(String provider) {
    return provider.equals("ollama") ? "application/x-ndjson" : "text/event-stream";
  }

  /** {@return text, and an error that echoes; both as JSON} */
  static String error(String provider, String text, String echo) {
    return begun(provider, text) + line(provider, ERRORS, echo);
  }

  /** {@return text, and an event that is none; an event's name and a comment echo as well} */
  static String broken(String provider, String text, String echo) {
    String words = "event: " + echo + NEWLINE + "id: " + echo + NEWLINE + ": " + echo + NEWLINE;
    String prefix = provider.equals("ollama") ? "" : words + "data: ";
    return begun(provider, text) + prefix + "{\"" + echo + NEWLINE + NEWLINE;
  }

  /** {@return text, and no end} */
  static String begun(String provider, String text) {
    return line(provider, TEXTS, text);
  }

  private static String line(String provider, Map<String, String> forms, String value) {
    return forms.getOrDefault(provider, "").replace('\'', '"').formatted(value) + NEWLINE + NEWLINE;
  }
}
