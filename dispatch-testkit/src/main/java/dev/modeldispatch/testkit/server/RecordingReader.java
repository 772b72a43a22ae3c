package dev.modeldispatch.testkit.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.modeldispatch.Misuse;
import dev.modeldispatch.testkit.server.FakeModelServer.Dialect;
import dev.modeldispatch.testkit.server.RecordedExchange.Asked;
import dev.modeldispatch.testkit.server.RecordedExchange.End;
import dev.modeldispatch.testkit.server.RecordedExchange.Lane;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Reads what {@link RecordingText} wrote and people have edited; says where it is broken. */
final class RecordingReader {
  private static final String MARKS = "|>\"";

  private final String name;
  private final List<String> lines;
  private int next;

  /** What is wrong in which line of which file. */
  static final class Broken extends Exception {
    private static final long serialVersionUID = 1;

    private final String told;

    Broken(String told) {
      super(told);
      this.told = told;
    }

    String told() {
      return told;
    }
  }

  private RecordingReader(String name, String text) {
    this.name = name;
    this.lines = text.lines().toList();
  }

  static RecordedExchange read(String name, String text) throws Broken {
    return new RecordingReader(name, text).read();
  }

  private RecordedExchange read() throws Broken {
    skipComments();
    check(field("recording").equals(RecordingText.VERSION), "'recording: 1'");
    var dialect = oneOf("dialect", Dialect.values());
    var lane = new Lane(dialect, field("model"));
    var asked = asked();
    int status = status();
    List<WireAnswer.Header> headers = new ArrayList<>();
    while (isNext("header:")) {
      headers.add(header());
    }
    List<String> parts = new ArrayList<>();
    boolean streamed = isNext("chunk:");
    while (isNext("chunk:")) {
      next++;
      parts.add(text());
    }
    if (!streamed && isNext("json:")) {
      next++;
      parts.add(json().toString());
    } else if (!streamed && isNext("text:")) {
      next++;
      parts.add(text());
    }
    var end = oneOf("end", End.values());
    if (next < lines.size()) {
      next++;
      throw broken("nothing after 'end'");
    }
    return new RecordedExchange(lane, asked, status, headers, streamed, parts, end);
  }

  private void skipComments() {
    while (next < lines.size() && lines.get(next).startsWith("#")) {
      next++;
    }
  }

  private Asked asked() throws Broken {
    String prompts = field("prompts");
    check(prompts.equals("hashed") || prompts.equals("kept"), "'prompts: hashed' or 'kept'");
    String[] line = field("request").split(" ", 2);
    check(line.length == 2 && line[1].startsWith("/"), "'request: POST /path'");
    JsonNode body = isBlock() ? json() : MissingNode.getInstance();
    return new Asked(line[0], line[1], body, prompts.equals("hashed"));
  }

  private int status() throws Broken {
    String status = field("status");
    check(status.matches("[1-5][0-9][0-9]"), "'status: 200'");
    return Integer.parseInt(status);
  }

  private WireAnswer.Header header() throws Broken {
    String[] header = field("header").split(": ", 2);
    check(header.length == 2, "'header: Name: value'");
    return new WireAnswer.Header(header[0], header[1]);
  }

  /** Takes the next line, which has to be this field, and returns its value. */
  private String field(String field) throws Broken {
    next++;
    check(line().startsWith(field + ":"), "'" + field + ": ...'");
    return line().substring(field.length() + 1).strip();
  }

  private <E extends Enum<E>> E oneOf(String field, E[] values) throws Broken {
    String word = field(field);
    for (E value : values) {
      if (value.name().toLowerCase(Locale.ROOT).equals(word)) {
        return value;
      }
    }
    throw broken(
        Arrays.stream(values)
            .map(value -> value.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", ", "'" + field + ": ...' with one of ", "")));
  }

  private boolean isNext(String start) {
    return next < lines.size() && lines.get(next).startsWith(start);
  }

  private boolean isBlock() {
    return next < lines.size()
        && !lines.get(next).isEmpty()
        && MARKS.indexOf(lines.get(next).charAt(0)) >= 0;
  }

  private JsonNode json() throws Broken {
    int first = next;
    String text = text();
    try {
      return RecordingText.JSON.readTree(text);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      next = Math.min(first + line, next); // what is missing at the end is missing in the last one
      throw broken("JSON after the '|'");
    }
  }

  private String text() throws Broken {
    var out = new StringBuilder();
    while (isBlock()) {
      next++;
      out.append(textOf(line()));
    }
    return out.toString();
  }

  private String textOf(String line) throws Broken {
    if (line.startsWith("\"")) {
      try {
        return RecordingText.JSON.readValue(line, String.class);
      } catch (JsonProcessingException e) {
        throw broken("a JSON string");
      }
    }
    String rest = line.substring(1);
    check(rest.isEmpty() || rest.startsWith(" "), "a blank after the '" + line.charAt(0) + "'");
    return (rest.isEmpty() ? "" : rest.substring(1)) + (line.startsWith("|") ? "\n" : "");
  }

  /** The line that was taken last; empty behind the end. */
  private String line() {
    return next <= lines.size() ? lines.get(next - 1) : "";
  }

  private void check(boolean fine, String wanted) throws Broken {
    if (!fine) {
      throw broken(wanted);
    }
  }

  private Broken broken(String wanted) {
    String found = next > lines.size() ? "the end of the file" : Misuse.quote(line());
    return new Broken(name + ":" + next + ": expected " + wanted + ", found " + found);
  }
}
