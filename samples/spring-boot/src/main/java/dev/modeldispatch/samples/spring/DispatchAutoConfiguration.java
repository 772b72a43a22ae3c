package dev.modeldispatch.samples.spring;

import dev.modeldispatch.BatchDispatcher;
import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.core.ModelDispatch;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * The front door and its two dispatchers as beans; an application's own beans win. The front door
 * is closed with the context, which cancels what is unfinished.
 */
@AutoConfiguration
@ConditionalOnProperty(prefix = "dispatch", name = "enabled", matchIfMissing = true)
@EnableConfigurationProperties(DispatchProperties.class)
public class DispatchAutoConfiguration {
  @Bean(destroyMethod = "close")
  @ConditionalOnMissingBean
  ModelDispatch modelDispatch(
      DispatchProperties properties, ObjectProvider<ModelDispatchCustomizer> customizers) {
    return new FrontDoor(properties).open(customizers.orderedStream().toList());
  }

  // Who made the front door ends it: Spring would close the dispatcher inside by itself.
  @Bean(destroyMethod = "")
  @ConditionalOnMissingBean
  Dispatcher dispatcher(ModelDispatch models) {
    return models.dispatcher();
  }

  /** Asks through the dispatcher of the context, so that one of the application's is heard here. */
  @Bean(destroyMethod = "")
  @ConditionalOnMissingBean
  BatchDispatcher batchDispatcher(ModelDispatch models, Dispatcher dispatcher) {
    return models.batchOver(dispatcher);
  }
}
