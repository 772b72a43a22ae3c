package dev.modeldispatch.testkit.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** The ways in which the stream of an answer can go wrong, in every wire form. */
final class StreamWays {
  private StreamWays() {}

  /** What is sent after the last good event. */
  interface Added extends Function<WireForm, Bytes> {
    /** Nothing. */
    Added NOTHING = form -> Bytes.NONE;

    /** The provider's event with an error. */
    Added ERROR = form -> form.stream().error(form.errors().insideOk());

    /** An event that is no JSON. */
    Added MALFORMED = form -> form.stream().malformed();
  }

  /** This many events, then what is added, and then the end. */
  static Way afterEvents(int events, Added added, Act.End end) {
    return (answer, form) -> Travel.untilEvent(answer, events, added.apply(form), end);
  }

  /** As many events as carry this many pieces of the text, then what is added, and the end. */
  static Way afterTokens(int tokens, Added added, Act.End end) {
    return (answer, form) ->
        Travel.untilEvent(answer, eventsWith(tokens, answer, form), added.apply(form), end);
  }

  /** All events but the last. */
  static Way withoutLast() {
    ToIntFunction<WireAnswer> others = answer -> answer.events().size() - 1;
    return (answer, form) ->
        Travel.untilEvent(answer, others.applyAsInt(answer), Bytes.NONE, Act.End.KEEP_OPEN);
  }

  private static int eventsWith(int tokens, WireAnswer answer, WireForm form) {
    var events = answer.events();
    int seen = 0;
    for (int i = 0; i < events.size(); i++) {
      if (carriesText(events.get(i), form)) {
        if (tokens == 0) {
          return i;
        }
        seen++;
        if (seen == tokens) {
          return i + 1;
        }
      }
    }
    return events.size();
  }

  private static boolean carriesText(Bytes event, WireForm form) {
    String text = event.text();
    int json = text.indexOf('{');
    return json >= 0 && form.stream().carriesText(WireJson.node(text.substring(json)));
  }

  /** What keeps the connection alive, at this pace, and nothing else. */
  static Way keepAlives(Duration every) {
    return (answer, form) -> {
      List<Act> acts = new ArrayList<>();
      acts.add(new Act.Send(answer.head("Connection: close")));
      for (int i = 0; i < 2_000; i++) {
        acts.add(new Act.Send(form.stream().keepAlive()));
        acts.add(new Act.Pause(every));
      }
      acts.add(Act.End.STALL);
      return acts;
    };
  }

  /** Lines that end with CRLF and with LF in turns. */
  static WireAnswer mixedLineEnds(WireAnswer answer) {
    var mixed = new StringBuilder();
    int number = 0;
    for (String line : answer.text().lines().toList()) {
      mixed.append(line).append(number % 2 == 0 ? "\r\n" : "\n");
      number++;
    }
    return answer.body(mixed.toString());
  }

  /** Each event's JSON over several lines of data. */
  static WireAnswer severalDataLines(WireAnswer answer) {
    var spread = new StringBuilder();
    for (String line : answer.text().lines().toList()) {
      String spoken =
          line.startsWith("data: {")
              ? "data: " + WireJson.pretty(line.substring(6)).replace("\n", "\ndata: ")
              : line;
      spread.append(spoken).append('\n');
    }
    return answer.body(spread.toString());
  }

  /** What is no content, until the body has this many bytes, and then the answer. */
  static WireAnswer padded(WireAnswer answer, int bytes) {
    String padding = answer.isLines() ? "\n" : answer.isStream() ? ":\n\n" : " ";
    int times = Math.max(0, bytes - answer.body().length()) / padding.length();
    return answer.body(Bytes.of(padding.repeat(times)).plus(answer.body()));
  }
}
