package dev.modeldispatch.samples.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.BatchDispatcher;
import dev.modeldispatch.Cancelled;
import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.Fallbacks;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.TimedOut;
import dev.modeldispatch.core.ModelDispatch;
import dev.modeldispatch.core.ModelDispatchBuilder;
import dev.modeldispatch.testkit.ScriptedDispatcher;
import dev.modeldispatch.testkit.server.FakeModelServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

class DispatchAutoConfigurationTest {
  private static FakeModelServer server;

  private final ApplicationContextRunner bare =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(DispatchAutoConfiguration.class));
  private final ApplicationContextRunner context =
      bare.withPropertyValues("dispatch.providers.local.base-url=" + server.baseUri());

  @BeforeAll
  static void startServer() {
    server = FakeModelServer.start();
    server.model("quick").answers("Fine.");
    server.model("stuck").hangs();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Test
  void propertiesBecomeAFrontDoorAndItsDispatchers() {
    context.run(
        started -> {
          assertThat(started).hasSingleBean(ModelDispatch.class);
          var quick = ModelTarget.parse("local/quick");
          assertThat(started.getBean(Dispatcher.class).dispatch(quick, "Hi").orElseThrow().text())
              .isEqualTo("Fine.");
          var batch = started.getBean(BatchDispatcher.class).dispatch(List.of(quick, quick), "Hi");
          assertThat(batch.answers()).hasSize(2);
        });
  }

  @Test
  void keyIsSentToItsProvider() {
    context
        .withPropertyValues("dispatch.providers.local.api-key=a-key-of-ours")
        .run(
            started -> {
              started.getBean(ModelDispatch.class).ask("local/quick", "Hi");

              assertThat(server.calls().get(server.calls().size() - 1).header("authorization"))
                  .contains("Bearer a-key-of-ours");
            });
  }

  @Test
  void timeoutBoundsEachDispatch() {
    context
        .withPropertyValues("dispatch.timeout=300ms")
        .run(
            started ->
                assertThat(started.getBean(ModelDispatch.class).ask("local/stuck", "Hi"))
                    .isInstanceOf(TimedOut.class));
  }

  @Test
  void routingNamesTargetAndFallbacks() {
    context
        .withPropertyValues("dispatch.routing.code-review=local/stuck, local/quick")
        .run(
            started -> {
              var models = started.getBean(ModelDispatch.class);

              assertThat(models.route("code-review").target()).hasToString("local/stuck");
              assertThat(models.route("code-review").fallbacks())
                  .isEqualTo(Fallbacks.of("local/quick"));
              assertThat(models.route("research").target().provider())
                  .isEqualTo("bailian-coding-plan");
            });
  }

  @Test
  void knownProvidersNeedNoAddress() {
    bare.withPropertyValues(
            "dispatch.providers.openai.api-key=k",
            "dispatch.providers.anthropic.api-key=k",
            "dispatch.providers.gemini.api-key=k",
            "dispatch.providers.groq.api-key=k",
            "dispatch.providers.ollama.base-url=http://127.0.0.1:11434",
            "dispatch.opencode.base-url=http://127.0.0.1:4096",
            "dispatch.opencode.password=k")
        .run(
            started ->
                assertThat(started.getBean(ModelDispatch.class).toString())
                    .contains("openai", "anthropic", "gemini", "groq", "ollama"));
  }

  @Test
  void dispatcherOfTheApplicationWinsAndIsAskedByBatchesToo() {
    context
        .withUserConfiguration(OwnDispatcher.class)
        .run(
            started -> {
              var own = started.getBean(ScriptedDispatcher.class);

              var batch =
                  started
                      .getBean(BatchDispatcher.class)
                      .dispatch(ModelTarget.list("local/quick", "any/b"), "Hi");

              assertThat(started).hasSingleBean(Dispatcher.class);
              assertThat(batch.answers()).hasSize(2);
              assertThat(own.calls()).hasSize(2);
            });
  }

  @Test
  void batchesAndFrontDoorOfTheApplicationWin() {
    bare.withUserConfiguration(OwnRest.class)
        .run(
            started -> {
              assertThat(started).hasSingleBean(BatchDispatcher.class);
              assertThat(started.getBean(BatchDispatcher.class))
                  .isSameAs(started.getBean("ownBatches"));
              assertThat(started.getBean(ModelDispatch.class)).isSameAs(started.getBean("ownDoor"));
            });
  }

  @Test
  void customizersComeAfterThePropertiesInTheirOrder() {
    var seen = new ArrayList<Integer>();
    bare.withBean("later", Noting.class, () -> new Noting(2, seen, Duration.ofMillis(300)))
        .withBean("sooner", Noting.class, () -> new Noting(1, seen, Duration.ofMinutes(1)))
        .withPropertyValues(
            "dispatch.timeout=1m", "dispatch.providers.local.base-url=" + server.baseUri())
        .run(
            started -> {
              assertThat(seen).containsExactly(1, 2);
              assertThat(started.getBean(ModelDispatch.class).ask("local/stuck", "Hi"))
                  .isInstanceOf(TimedOut.class);
            });
  }

  @Test
  void contextThatClosesEndsWhatIsUnfinished() {
    context.run(
        started -> {
          var dispatcher = started.getBean(Dispatcher.class);
          var future = dispatcher.dispatchAsync(ModelTarget.parse("local/stuck"), Prompt.of("Hi"));

          started.getSourceApplicationContext().close();

          assertThat(future.get(10, TimeUnit.SECONDS)).isInstanceOf(Cancelled.class);
        });
  }

  @Test
  void nothingIsMadeIfDisabled() {
    bare.withPropertyValues("dispatch.enabled=false")
        .run(
            started ->
                assertThat(started)
                    .hasNotFailed()
                    .doesNotHaveBean(ModelDispatch.class)
                    .doesNotHaveBean(Dispatcher.class));
  }

  @Configuration(proxyBeanMethods = false)
  static class OwnDispatcher {
    @Bean
    ScriptedDispatcher own() {
      var own = new ScriptedDispatcher();
      own.others().answers("Mine.");
      return own;
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class OwnRest {
    @Bean
    ModelDispatch ownDoor() {
      return ModelDispatch.builder().ollama().build();
    }

    @Bean
    BatchDispatcher ownBatches() {
      return new ScriptedDispatcher().batch();
    }
  }

  /** Notes that it was called, and sets a timeout. */
  private record Noting(int order, List<Integer> seen, Duration timeout)
      implements ModelDispatchCustomizer, Ordered {
    @Override
    public int getOrder() {
      return order;
    }

    @Override
    public void customize(ModelDispatchBuilder builder) {
      seen.add(order);
      builder.dispatchTimeout(timeout);
    }
  }
}
