package dev.modeldispatch.core.aimock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.Usage;
import dev.modeldispatch.testkit.server.FakeModelServer;
import dev.modeldispatch.testkit.server.FakeModelServer.Dialect;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The fields of our fake's replies against those of a fake that we did not write. Where they differ
 * stands in {@code shapes.txt}: what only aimock says with {@code -}, what only ours says with
 * {@code +}. A field that is renamed, added, dropped or of another type in either is one more line.
 */
@Tag("aimock")
@ExtendWith(WithAimock.class)
@Timeout(60)
class ShapesAimockTest {
  private static final String PLAIN =
      "The sky is blue because of Rayleigh scattering, they say in München.";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @ParameterizedTest
  @EnumSource
  void repliesHaveTheSameFields(Peer peer) throws Exception {
    var dialect = Dialect.valueOf(peer.name());
    Shape theirs;
    Shape ours;
    try (var server = FakeModelServer.start()) {
      String model = peer.target().model();
      server.model(model).using(Usage.exact(11, 7)).answers(PLAIN);
      URI aimock = WithAimock.address().orElseThrow();
      URI address = URI.create(aimock + server.uri(dialect).getPath());
      theirs = shape(peer, address, model);
      ours = shape(peer, server.uri(dialect), model);
      server.awaitIdle(Duration.ofSeconds(10));
      server.assertClean();
    }

    List<String> differences = ours.differences(theirs);
    Files.createDirectories(Path.of("target"));
    Files.write(Path.of("target", "shapes-" + peer.provider() + ".txt"), differences);
    assertThat(ours.common(theirs)).hasSizeGreaterThan(10);
    assertThat(differences).isEqualTo(known(peer));
  }

  private Shape shape(Peer peer, URI base, String model) throws Exception {
    var shape = new Shape();
    shape.add("whole", send(peer, base, chat(peer, model, false), body(peer, model, false)));
    shape.add("streamed", send(peer, base, chat(peer, model, true), body(peer, model, true)));
    if (peer != Peer.GEMINI) { // whose list aimock has not
      shape.add("models", send(peer, base, peer == Peer.OLLAMA ? "/api/tags" : "/models", ""));
    }
    return shape;
  }

  private String send(Peer peer, URI base, String path, String body) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(base + path));
    String key = "key-of-nobody-0123456789"; // the one that aimock is started with
    switch (peer) {
      case OPENAI, OLLAMA -> request.header("Authorization", "Bearer " + key);
      case ANTHROPIC -> request.header("x-api-key", key).header("anthropic-version", "2023-06-01");
      case GEMINI -> request.header("x-goog-api-key", key);
    }
    if (!body.isEmpty()) {
      request
          .header("Content-Type", "application/json")
          .POST(HttpRequest.BodyPublishers.ofString(body));
    }
    var response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as("%s%s: %s", base, path, response.body()).isEqualTo(200);
    return response.body();
  }

  private static String chat(Peer peer, String model, boolean streamed) {
    return switch (peer) {
      case OPENAI -> "/chat/completions";
      case ANTHROPIC -> "/messages";
      case GEMINI ->
          "/models/" + model + (streamed ? ":streamGenerateContent?alt=sse" : ":generateContent");
      case OLLAMA -> "/api/chat";
    };
  }

  private static String body(Peer peer, String model, boolean streamed) {
    String common =
        "{\"model\":\"%s\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"case-plain\"}]"
            .formatted(model, streamed);
    return switch (peer) {
      case OPENAI -> common + (streamed ? ",\"stream_options\":{\"include_usage\":true}}" : "}");
      case ANTHROPIC -> common + ",\"max_tokens\":100}";
      case GEMINI -> "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"case-plain\"}]}]}";
      case OLLAMA -> common + "}";
    };
  }

  private static List<String> known(Peer peer) throws IOException {
    try (var in = ShapesAimockTest.class.getResourceAsStream("shapes.txt")) {
      var all = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      Stream<String> lines = all.lines().filter(line -> line.startsWith(peer.provider() + " "));
      return lines.map(line -> line.substring(peer.provider().length() + 1)).toList();
    }
  }
}
