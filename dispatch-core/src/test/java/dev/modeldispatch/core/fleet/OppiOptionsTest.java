package dev.modeldispatch.core.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldispatch.ApiKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OppiOptionsTest {
  private static final ApiKey TOKEN = ApiKey.of("the-token");

  @TempDir private Path folder;

  private OppiOptions read(String json) throws IOException {
    return OppiOptions.read(Files.writeString(folder.resolve("config.json"), json));
  }

  @Test
  void theServerIsOnThisMachineUnlessToldOtherwise() {
    var options = OppiOptions.builder(TOKEN).build();

    assertThat(options.uri()).isEqualTo(URI.create("http://127.0.0.1:7749"));
    assertThat(options.token()).isSameAs(TOKEN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.com:7749",
        "http://10.0.0.7:7749",
        "ftp://127.0.0.1",
        "http://me:secret@127.0.0.1:7749",
        "http://127.0.0.1:7749?token=x"
      })
  void aTokenDoesNotGoInTheClearBeyondThisMachine(String uri) {
    assertThatThrownBy(() -> OppiOptions.at(URI.create(uri), TOKEN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContainingAny("secret", "the-token");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://example.com", "http://localhost:1", "http://[::1]:1"})
  void overTlsOrOnThisMachineItMay(String uri) {
    assertThat(OppiOptions.at(URI.create(uri), TOKEN).uri()).isEqualTo(URI.create(uri));
  }

  @Test
  void aTokenThatIsNotSetIsNamed() {
    assertThatThrownBy(() -> OppiOptions.builder(ApiKey.env("NO_SUCH_OPPI_TOKEN")).build())
        .hasMessage("oppi: it needs a token; set NO_SUCH_OPPI_TOKEN, or pass it");
  }

  @Test
  void theTextLeavesTheTokenOut() {
    assertThat(OppiOptions.builder(TOKEN).build().toString())
        .isEqualTo("OppiOptions[http://127.0.0.1:7749]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'token':'abc'} | http://127.0.0.1:7749",
        "{'token':'abc','port':80,'more':1} | http://127.0.0.1:80",
        "{'token':'abc','tls':{'mode':'disabled'}} | http://127.0.0.1:7749",
        "{'token':'abc','port':1,'tls':{'mode':'self-signed'}} | https://127.0.0.1:1"
      },
      quoteCharacter = '`')
  void theServersOwnSettingsAreRead(String json, String uri) throws Exception {
    var options = read(json.replace('\'', '"'));

    assertThat(options.uri()).isEqualTo(URI.create(uri));
    assertThat(options.token().reveal()).contains("abc");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'token':'hidden-value', | it is not JSON",
        "['hidden-value'] | it is no JSON object",
        "{'port':1} | it has no token",
        "{'token':7} | it has no token",
        "{'token':'hidden-value','port':0} | port must be 1 to 65535",
        "{'token':'hidden-value','port':'7749'} | port must be 1 to 65535",
        "{'token':'hidden value'} | is not a key"
      },
      quoteCharacter = '`')
  void whatIsWrongWithThemIsToldWithoutTheToken(String json, String told) {
    assertThatThrownBy(() -> read(json.replace('\'', '"')))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(told)
        .hasMessageNotContainingAny("hidden-value", "hidden value");
  }

  @Test
  void aFileThatIsMissingIsNamed() {
    assertThatThrownBy(() -> OppiOptions.read(folder.resolve("config.json")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("config.json", "there is no such file");
  }

  @Test
  void aFileThatIsTooLargeIsNotRead() {
    assertThatThrownBy(() -> read(" ".repeat((1 << 20) + 1)))
        .hasMessageContaining("above 1048576 bytes");
  }
}
