package dev.modeldispatch.samples.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.modeldispatch.core.routing.RoutingTable;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What editors offer is what there is. */
class MetadataTest {
  @Test
  void propertiesAreDescribed() throws Exception {
    JsonNode metadata = read("META-INF/spring-configuration-metadata.json");

    assertThat(metadata.path("properties"))
        .extracting(property -> property.path("name").asText())
        .contains(
            "dispatch.enabled",
            "dispatch.timeout",
            "dispatch.providers",
            "dispatch.routing",
            "dispatch.opencode.base-url",
            "dispatch.opencode.password");
    assertThat(metadata.path("properties"))
        .allSatisfy(property -> assertThat(property.path("description").asText()).isNotBlank());
  }

  @Test
  void taskTypesThatAreOfferedAreThoseOfTheTable() throws Exception {
    JsonNode hint =
        StreamSupport.stream(
                read("META-INF/spring-configuration-metadata.json").path("hints").spliterator(),
                false)
            .filter(one -> one.path("name").asText().equals("dispatch.routing.keys"))
            .findFirst()
            .orElseThrow();

    assertThat(hint.path("values"))
        .extracting(value -> value.path("value").asText())
        .containsExactlyElementsOf(RoutingTable.original().taskTypes());
  }

  private static JsonNode read(String resource) throws Exception {
    try (var in = MetadataTest.class.getClassLoader().getResourceAsStream(resource)) {
      assertThat(in).as(resource).isNotNull();
      return new ObjectMapper().readTree(in);
    }
  }
}
