package dev.modeldispatch.testkit.server;

import com.fasterxml.jackson.databind.node.TextNode;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Takes keys out of what is kept: those that were named, and those that came in a request, wherever
 * they stand. A piece of 16 characters counts as the key, in upper or lower case, and so do its
 * escaped and its base64 form. Thread-safe.
 */
final class Scrubber {
  /** What shorter a key is, an innocent word could be, too. */
  static final int SHORTEST = 8;

  private static final int PIECE = 16;
  private static final Pattern QUERY =
      Pattern.compile("(?i)([?&](?:key|api[_-]?key|access_token|token)=)([^&]*)");
  private static final Pattern TELLING =
      Pattern.compile("(?i).*(?:key|token|secret|auth|cookie|password|session).*");

  private final Set<String> secrets = ConcurrentHashMap.newKeySet();

  Scrubber(Collection<String> named) {
    secrets.addAll(named);
  }

  /** Notes the keys that a request carries. */
  void learn(HttpRequest request) {
    var query = QUERY.matcher(request.path());
    while (query.find()) {
      learn(URLDecoder.decode(query.group(2), StandardCharsets.UTF_8), SHORTEST);
    }
    learn(request.headers());
  }

  /** Notes the keys in headers, cookies included. */
  void learn(List<WireAnswer.Header> headers) {
    for (var header : headers) {
      if (TELLING.matcher(header.name()).matches()) {
        boolean cookie = header.name().toLowerCase(Locale.ROOT).contains("cookie");
        for (String part : header.value().split("[\\s;,=]+", -1)) {
          learn(part, cookie ? PIECE : SHORTEST); // a cookie has attributes, which are words
        }
        learnBasic(header.value());
      }
    }
  }

  private void learn(String secret, int shortest) {
    if (secret.length() >= shortest) {
      secrets.add(secret);
    }
  }

  private void learnBasic(String value) {
    String packed = value.replaceFirst("(?i)^basic\\s+", "");
    if (!packed.equals(value) && packed.matches("[A-Za-z0-9+/]+=*")) {
      String open = new String(Base64.getMimeDecoder().decode(packed), StandardCharsets.UTF_8);
      for (String part : open.split(":", 2)) {
        learn(part, SHORTEST);
      }
    }
  }

  /** Returns the path without the values of those parameters that carry keys. */
  String path(String path) {
    return scrub(QUERY.matcher(path).replaceAll("$1****"));
  }

  /** Returns the text without keys. */
  String scrub(String text) {
    List<String> forms = new ArrayList<>();
    for (String secret : secrets) {
      forms.add(secret);
      forms.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
      forms.add(base64(secret));
    }
    return without(text, pieces(forms), "****");
  }

  /** Returns the text without these others, of 16 characters or more, but for shorter parts. */
  static String withoutPieces(String text, List<String> others, String in) {
    return without(text, pieces(others.stream().filter(o -> o.length() >= PIECE).toList()), in);
  }

  /** Returns the text without these others, of 16 characters or more, where they stand whole. */
  static String withoutWhole(String text, List<String> others, String in) {
    return without(text, others.stream().filter(o -> o.length() >= PIECE).toList(), in);
  }

  private static List<String> pieces(List<String> texts) {
    List<String> pieces = new ArrayList<>();
    for (String text : texts) {
      for (int i = 0; i + PIECE <= text.length(); i++) {
        pieces.add(text.substring(i, i + PIECE));
      }
      if (text.length() < PIECE) {
        pieces.add(text);
      }
    }
    return pieces;
  }

  private static String without(String text, List<String> sought, String replacement) {
    String lower = lower(text);
    var found = new BitSet(text.length());
    for (String one : sought) {
      mark(lower, lower(one), found);
      mark(lower, lower(escaped(one)), found);
    }
    var out = new StringBuilder();
    for (int at = 0; at < text.length(); at++) {
      if (!found.get(at)) {
        out.append(text.charAt(at));
      } else if (at == 0 || !found.get(at - 1)) {
        out.append(replacement);
      }
    }
    return out.toString();
  }

  private static void mark(String text, String sought, BitSet found) {
    for (int at = text.indexOf(sought); at >= 0; at = text.indexOf(sought, at + 1)) {
      found.set(at, at + sought.length());
    }
  }

  /** Character by character, so that the places stay the same. */
  private static String lower(String text) {
    char[] chars = text.toCharArray();
    for (int i = 0; i < chars.length; i++) {
      chars[i] = Character.toLowerCase(chars[i]);
    }
    return new String(chars);
  }

  private static String escaped(String text) {
    String quoted = TextNode.valueOf(text).toString();
    return quoted.substring(1, quoted.length() - 1);
  }

  private static String base64(String text) {
    return Base64.getEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
