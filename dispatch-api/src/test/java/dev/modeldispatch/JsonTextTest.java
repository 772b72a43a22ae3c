package dev.modeldispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        " \t\r\n{ } \n",
        "{\"a\":1}",
        "{\"a\" : [ ] , \"b\" : { } }",
        "{\"a\":1,\"a\":2}",
        "{\"\":null}",
        "{\"a\":[true,false,null,\"x\",{}]}",
        "{\"a\":0,\"b\":-0,\"c\":10,\"d\":-1.50}",
        "{\"a\":1e5,\"b\":1E+5,\"c\":0.1e-05}",
        "{\"a\":1234567890123456789012345678901234567890}",
        "{\"a\":\"\\\" \\\\ \\/ \\b \\f \\n \\r \\t\"}",
        "{\"a\":\"\\u0000 \\uAbCd \\ud83d\"}",
        "{\"a\":\"\u007f \u2028 \ud83d\ude00\"}"
      })
  void anObjectByTheGrammarIsOne(String text) {
    assertThat(JsonText.isObject(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "[]",
        "1",
        "\"{}\"",
        "null",
        "{",
        "}",
        "{]",
        "{}}",
        "{} {}",
        "{}x",
        "{},",
        "\ufeff{}",
        "\u00a0{}",
        "{}\u0000",
        "{\u0000}",
        "{/* */}",
        "{}// no"
      })
  void whatIsNotOneObjectAloneIsNone(String text) {
    assertThat(JsonText.isObject(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{,\"a\":1}",
        "{\"a\":1 \"b\":2}",
        "{a:1}",
        "{'a':1}",
        "{1:1}",
        "{\"a\":[1,]}",
        "{\"a\":[,1]}",
        "{\"a\":[1 2]}",
        "{\"a\":[1}",
        "{\"a\":1]"
      })
  void brokenMembersAreRefused(String text) {
    assertThat(JsonText.isObject(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "01",
        "-",
        "+1",
        ".5",
        "1.",
        "1e",
        "1e+",
        "1.e5",
        "0x10",
        "1_000",
        "--1",
        "1.2.3",
        "NaN",
        "Infinity",
        "-Infinity",
        "\u0661",
        "tru",
        "True",
        "truefalse",
        "nul",
        "undefined"
      })
  void brokenScalarsAreRefused(String scalar) {
    assertThat(JsonText.isObject("{\"a\":" + scalar + "}")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"",
        "\"open",
        "\"line\nbreak\"",
        "\"tab\t\"",
        "\"nul\u0000\"",
        "\"\\\"",
        "\"\\x\"",
        "\"\\U0041\"",
        "\"\\u\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\\u\u0661\u0661\u0661\u0661\"",
        "\"\\u\uff11\uff11\uff11\uff11\""
      })
  void brokenStringsAreRefused(String string) {
    assertThat(JsonText.isObject("{\"a\":" + string + "}")).isFalse();
  }

  @Test
  void twoHundredLevelsAreAllowedAndOneMoreIsNot() {
    assertThat(JsonText.isObject(nested(200, "1"))).isTrue();
    assertThat(JsonText.isObject(nested(200, "{}"))).isFalse();
    assertThat(JsonText.isObject(nested(199, "[]"))).isTrue();
    assertThat(JsonText.isObject(nested(200, "[]"))).isFalse();
    assertThat(JsonText.isObject(nested(201, "1"))).isFalse();
  }

  @Test
  void hugeTextsDoNotOverflowTheStack() {
    int huge = 1_000_000;

    assertThat(JsonText.isObject("{\"a\":".repeat(huge))).isFalse();
    assertThat(JsonText.isObject("{\"a\":" + "[".repeat(huge))).isFalse();
    assertThat(JsonText.isObject("{\"a\":\"" + "\\n".repeat(huge) + "\"}")).isTrue();
    assertThat(JsonText.isObject("{\"a\":[" + "0,".repeat(huge) + "0]}")).isTrue();
    assertThat(JsonText.isObject("{\"a\":" + "9".repeat(huge) + "}")).isTrue();
  }

  private static String nested(int levels, String inner) {
    return "{\"a\":".repeat(levels) + inner + "}".repeat(levels);
  }
}
