package dev.modeldispatch.samples.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.modeldispatch.core.ModelDispatch;
import dev.modeldispatch.samples.spring.app.ComparisonApplication;
import dev.modeldispatch.testkit.SecretCanary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What is wrong with properties ends the start and is told whole; a key is told nowhere. */
class RefusedPropertiesTest {
  private static final SecretCanary CANARY = SecretCanary.of(7);

  private final ApplicationContextRunner context =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(DispatchAutoConfiguration.class));

  @Test
  void allProblemsAreToldByThePropertysName() {
    assertThat(
            problems(
                "dispatch.timeout=-1s",
                "dispatch.providers.anthropic.base-url=https://a.example/v1",
                "dispatch.providers.groq.api-key=",
                "dispatch.providers.gemini.api-key=two words",
                "dispatch.providers.mine.api-key=k",
                "dispatch.providers.far.base-url=http://models.example/v1",
                "dispatch.providers.odd.base-url=not a url",
                "dispatch.opencode.base-url=ftp://127.0.0.1",
                "dispatch.routing.code-reviev=openai/a",
                "dispatch.routing.research=openai",
                "dispatch.routing.architecture=openai/a,openai/a"))
        .satisfiesExactlyInAnyOrder(
            one -> assertThat(one).startsWith("dispatch.timeout: ").contains("above zero"),
            one ->
                assertThat(one)
                    .startsWith("dispatch.providers.anthropic: ")
                    .contains("anthropic at an address of yours needs a key"),
            one -> assertThat(one).isEqualTo("dispatch.providers.groq.api-key is missing"),
            one ->
                assertThat(one)
                    .startsWith("dispatch.providers.gemini.api-key: ")
                    .contains("is not a key"),
            one ->
                assertThat(one)
                    .startsWith("dispatch.providers.mine: ")
                    .contains("'mine' is no known provider, so it needs a base URL"),
            one ->
                assertThat(one)
                    .startsWith("dispatch.providers.far: ")
                    .contains("plain http beyond this machine"),
            one ->
                assertThat(one)
                    .isEqualTo(
                        "dispatch.providers.odd.base-url: it is no URL, for example"
                            + " https://api.openai.com/v1"),
            one ->
                assertThat(one)
                    .startsWith("dispatch.opencode.base-url: ")
                    .contains("needs http or https"),
            one ->
                assertThat(one)
                    .startsWith("dispatch.routing.code-reviev: ")
                    .contains("Known: boilerplate, simple-fix"),
            one ->
                assertThat(one)
                    .startsWith("dispatch.routing.research: ")
                    .contains("write provider/model"),
            one ->
                assertThat(one)
                    .startsWith("dispatch.routing.architecture: ")
                    .contains("lead back to itself"));
  }

  @Test
  void nobodyConnectedNamesThePropertiesThatConnect() {
    assertThat(problems())
        .singleElement()
        .asString()
        .contains("dispatch.providers.<id>.api-key", "dispatch.opencode.base-url");
  }

  @Test
  void propertyAndCustomizerThatClashAreToldTogether() {
    var refused =
        context
            .withPropertyValues("dispatch.providers.ollama.base-url=http://127.0.0.1:11434")
            .withBean(ModelDispatchCustomizer.class, () -> builder -> builder.ollama());

    refused.run(
        started ->
            assertThat(started.getStartupFailure())
                .rootCause()
                .hasMessageContaining("the properties and the customizers together: ")
                .hasMessageContaining("ollama"));
  }

  @Test
  void timeoutThatIsNoneIsToldBySpringWithItsName() {
    context
        .withPropertyValues("dispatch.timeout=soon")
        .run(
            started ->
                assertThat(started.getStartupFailure())
                    .hasStackTraceContaining("dispatch.timeout"));
  }

  @Test
  void keyIsInNoStringOfWhatIsThere() {
    context
        .withPropertyValues(
            "dispatch.providers.openai.api-key=" + CANARY.key(),
            "dispatch.opencode.base-url=http://127.0.0.1:4096",
            "dispatch.opencode.password=" + CANARY.key())
        .run(
            started -> {
              var properties = started.getBean(DispatchProperties.class);
              assertThat(properties.toString()).contains("openai=Provider[apiKey=****]");
              CANARY
                  .collect("the properties", properties)
                  .collect("the front door", started.getBean(ModelDispatch.class))
                  .collect("a dump of the properties", dump(properties))
                  .collect("the context", started)
                  .assertUnseen();
            });
  }

  /** What an endpoint does that shows beans: it takes all getters. */
  private static String dump(Object bean) throws Exception {
    String dump =
        new ObjectMapper()
            .findAndRegisterModules()
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .addMixIn(Duration.class, Object.class)
            .writeValueAsString(bean);
    assertThat(dump).contains("apiKey", "openai");
    return dump;
  }

  @Test
  void keyThatIsWrongIsInNoException() {
    context
        .withPropertyValues("dispatch.providers.openai.api-key=" + CANARY.key() + " b")
        .withPropertyValues("dispatch.providers.local.base-url=https://u:" + CANARY.key() + "@h/v1")
        .withPropertyValues("dispatch.providers.odd.base-url=https://u:" + CANARY.key() + "@h/a b")
        .withPropertyValues("dispatch.opencode.password=a " + CANARY.key())
        .run(
            started -> {
              assertThat(started).hasFailed();
              CANARY.assertNotIn("the start's exception", started.getStartupFailure());
            });
  }

  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void applicationThatCannotStartListsTheProblemsAndNoKey(CapturedOutput output) {
    var application =
        new SpringApplicationBuilder(ComparisonApplication.class)
            .properties("logging.level.root=debug");

    assertThatThrownBy(
            () ->
                application.run(
                    "--dispatch.providers.openai.api-key=a " + CANARY.key(),
                    "--dispatch.routing.code-reviev=openai/a"))
        .hasRootCauseInstanceOf(DispatchRefusal.class);

    assertThat(output)
        .contains("APPLICATION FAILED TO START", "Models cannot be dispatched to:")
        .contains("    - dispatch.providers.openai.api-key: ")
        .contains("    - dispatch.routing.code-reviev: ");
    CANARY.assertNotIn("the log of a start", output.getAll());
  }

  private List<String> problems(String... properties) {
    var refusals = new ArrayList<DispatchRefusal>();
    context
        .withPropertyValues(properties)
        .run(
            started -> {
              Throwable cause = started.getStartupFailure();
              assertThat(cause).as("the start with %s", Arrays.toString(properties)).isNotNull();
              while (cause != null && !(cause instanceof DispatchRefusal)) {
                cause = cause.getCause();
              }
              assertThat(cause).isInstanceOf(DispatchRefusal.class);
              refusals.add((DispatchRefusal) cause);
            });
    return refusals.get(0).problems();
  }
}
