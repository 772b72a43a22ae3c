package dev.modeldispatch.testkit.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.regex.Pattern;

/**
 * How a recording is written: a line per fact, and blocks of lines that begin with a mark. {@code
 * |} is a line of text, {@code >} one without a line end, {@code "} one as a JSON string, for what
 * an editor would not keep. A whole body that is JSON is laid out over several lines.
 */
final class RecordingText {
  static final String VERSION = "1";

  static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private static final Pattern FRAGILE =
      Pattern.compile("[\\p{Cntrl}&&[^\t]]|\\p{Z}$|[\\p{Zl}\\p{Zp}]|\t$");

  private final StringBuilder out = new StringBuilder();

  private RecordingText() {}

  static String of(RecordedExchange exchange) {
    return new RecordingText().write(exchange);
  }

  private String write(RecordedExchange exchange) {
    var asked = exchange.asked();
    line("# What a model server said once. No key is in here.");
    line("recording: " + VERSION);
    line("dialect: " + exchange.lane().provider());
    line("model: " + exchange.lane().model());
    line("prompts: " + (asked.hashed() ? "hashed" : "kept"));
    line("request: " + asked.line());
    if (!asked.body().isMissingNode()) {
      json(asked.body());
    }
    line("status: " + exchange.status());
    exchange.headers().forEach(h -> line("header: " + h.name() + ": " + h.value()));
    if (exchange.streamed()) {
      exchange.parts().forEach(part -> text("chunk:", part));
    } else {
      exchange.parts().forEach(this::body);
    }
    line("end: " + exchange.end().word());
    return out.toString();
  }

  private void body(String body) {
    try {
      JsonNode json = JSON.readTree(body);
      if (json.isContainerNode()) {
        line("json:");
        json(json);
        return;
      }
    } catch (JsonProcessingException e) {
      // It is a text then.
    }
    text("text:", body);
  }

  private void json(JsonNode json) {
    var indenter = new DefaultIndenter("  ", "\n");
    var printer = new DefaultPrettyPrinter();
    printer.indentObjectsWith(indenter);
    printer.indentArraysWith(indenter);
    try {
      JSON.writer(printer).writeValueAsString(json).lines().forEach(line -> line("| " + line));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree that was read cannot be written.", e);
    }
  }

  private void text(String name, String text) {
    line(name);
    int from = 0;
    while (from < text.length()) {
      int end = text.indexOf('\n', from);
      String line = end < 0 ? text.substring(from) : text.substring(from, end);
      if (FRAGILE.matcher(line).find()) {
        line(TextNode.valueOf(end < 0 ? line : line + "\n").toString());
      } else {
        line((end < 0 ? ">" : "|") + (line.isEmpty() ? "" : " " + line));
      }
      from = end < 0 ? text.length() : end + 1;
    }
  }

  private void line(String line) {
    out.append(line).append('\n');
  }
}
