package dev.modeldispatch.core.failure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerReplyTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"error":{"message":"m","type":"t","code":"c"}}                      | c t         | m
          {"type":"error","error":{"type":"t","message":"m"}}                  | t error     | m
          {"error":{"code":429,"status":"S","details":[{"reason":"R"}],"message":"m"}} | 429 S R | m
          {"code":"permission-denied","error":"m"}                             | permission-denied | m
          {"error":{"error":{"message":"m","code":402},"code":402}}            | 402         | m
          {"success":false,"errors":[{"code":2009,"message":"m"}]}             | 2009        | m
          {"error":{"message":"w","metadata":{"raw":"m","error_type":"t"}}}    | t           | m
          {"detail":{"message":"m","code":"c"}}                                | c           | m
          {"detail":[{"type":"missing","input":"p"}]}                          | ``          | ``
          [{"error":{"status":"S","message":"m"}}]                             | S           | m
          {"title":"Gone","status":410,"detail":"m"}                           | 410         | m
          {"error":{"message":["no text"]}}                                    | ``          | ``
          {"message":" ","error":"m"}                                          | ``          | m
          "m"                                                                  | ``          | m
          m in plain text                                                      | ``          | m in plain text
          <html>m</html>                                                       | ``          | ``
          """)
  void codesAndWordsAreFoundInEveryShape(String body, String codes, String message) {
    var seen = ServerReply.of(400, body.getBytes(UTF_8));

    assertThat(String.join(" ", seen.codes())).isEqualTo(codes);
    assertThat(seen.message()).isEqualTo(message);
    assertThat(seen.status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"error":{"code":503}}                    | 503
          {"error":{"code":"429","message":"m"}}    | 429
          {"error":{"message":"m"},"status":429}    | 429
          {"object":"error","code":404}             | 404
          {"error":{"code":1300}}                   | 200
          {"error":{"code":"insufficient_quota"}}   | 200
          """)
  void numberInsideA200StandsForTheStatus(String body, int status) {
    assertThat(ServerReply.of(200, body.getBytes(UTF_8)).status()).isEqualTo(status);
  }

  @Test
  void longTextsAreCutAndLongCodesLeftOut() {
    var body =
        "{\"error\":{\"code\":\"%s\",\"message\":\"%s\"}}"
            .formatted("c".repeat(81), "m".repeat(5_000));

    var seen = ServerReply.of(400, body.getBytes(UTF_8));

    assertThat(seen.codes()).isEmpty();
    assertThat(seen.message()).hasSize(4_000);
  }

  @Test
  void nothingOfTheTextIsShown() {
    assertThat(ServerReply.of(400, "{\"error\":\"secret\"}".getBytes(UTF_8)))
        .hasToString("ServerReply[400, [], message=6 chars]");
  }
}
