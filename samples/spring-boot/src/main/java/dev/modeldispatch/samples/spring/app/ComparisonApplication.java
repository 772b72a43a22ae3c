package dev.modeldispatch.samples.spring.app;

import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/**
 * Asks the models of {@code comparison.models} what stands on the command line, and prints all
 * answers. {@code mvn spring-boot:run -Dspring-boot.run.arguments="Why is the sky blue?"}
 */
@SpringBootApplication
public class ComparisonApplication {
  /** Runs it. */
  public static void main(String[] args) {
    SpringApplication.run(ComparisonApplication.class, args).close();
  }

  @Bean
  ApplicationRunner printer(Comparison comparison) {
    return arguments -> {
      if (!arguments.getNonOptionArgs().isEmpty()) {
        System.out.println(comparison.of(String.join(" ", arguments.getNonOptionArgs())));
      }
    };
  }
}
