package dev.modeldispatch.testkit.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/**
 * The body of a request as it is kept and compared: the fields of an object in order of their
 * names, and each text, where texts are not kept, as its hash. So a prompt is in no file, and a
 * match is still exact. What is nobody's text stays readable: names of fields, numbers, and the few
 * words that only say what kind of thing something is.
 */
final class AskedBody {
  private static final Set<String> KINDS = Set.of("model", "role", "type");
  private static final int BYTES_SHOWN = 16;

  private AskedBody() {}

  /** Returns the body, sorted; one that is no JSON is a text. */
  static JsonNode of(HttpRequest request, UnaryOperator<String> scrub) {
    if (request.body().length() == 0) {
      return MissingNode.getInstance();
    }
    JsonNode json = WireJson.of(request);
    JsonNode body = json.isMissingNode() ? TextNode.valueOf(request.text()) : json;
    return changed(body, "", (field, text) -> scrub.apply(text));
  }

  /** Returns the same with hashes for texts. */
  static JsonNode hashed(JsonNode body) {
    return changed(
        body,
        "",
        (field, text) ->
            KINDS.contains(field) && text.matches("[\\w./:@-]{1,100}") ? text : hash(text));
  }

  /** Returns all texts in it that are hashed, where texts are. */
  static List<String> texts(JsonNode body) {
    List<String> texts = new ArrayList<>();
    changed(
        body,
        "",
        (field, text) -> {
          if (!KINDS.contains(field)) {
            texts.add(text);
          }
          return text;
        });
    return texts;
  }

  private static JsonNode changed(JsonNode node, String field, BinaryOperator<String> change) {
    if (node.isTextual()) {
      return TextNode.valueOf(change.apply(field, node.textValue()));
    }
    if (node instanceof ArrayNode array) {
      var copy = WireJson.object().arrayNode();
      array.forEach(item -> copy.add(changed(item, field, change)));
      return copy;
    }
    if (node instanceof ObjectNode object) {
      var copy = WireJson.object();
      for (String name : names(object)) {
        copy.set(name, changed(object.path(name), name, change));
      }
      return copy;
    }
    return node;
  }

  private static Set<String> names(JsonNode object) {
    var names = new TreeSet<String>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      String shown = HexFormat.of().formatHex(digest, 0, BYTES_SHOWN);
      return "sha256:" + shown + ", " + text.length() + " chars";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }

  /** Returns where the two differ, each with what is in both. */
  static List<String> differences(JsonNode recorded, JsonNode asked) {
    List<String> found = new ArrayList<>();
    compare("", recorded, asked, found);
    return found;
  }

  private static void compare(String at, JsonNode recorded, JsonNode asked, List<String> found) {
    if (recorded.isObject() && asked.isObject()) {
      var all = new TreeSet<>(names(recorded));
      all.addAll(names(asked));
      all.forEach(name -> compare(at + "/" + name, recorded.path(name), asked.path(name), found));
    } else if (recorded.isArray() && asked.isArray()) {
      for (int i = 0; i < Math.max(recorded.size(), asked.size()); i++) {
        compare(at + "/" + i, recorded.path(i), asked.path(i), found);
      }
    } else if (!plain(recorded).equals(plain(asked))) {
      found.add(
          (at.isEmpty() ? "the body" : at)
              + ": recorded "
              + plain(recorded)
              + ", asked "
              + plain(asked));
    }
  }

  /** The same for 1, 1.0 and 1e0. */
  private static String plain(JsonNode node) {
    if (node.isNumber()) {
      return node.decimalValue().stripTrailingZeros().toString();
    }
    return node.isMissingNode() ? "nothing" : node.toString();
  }
}
