package dev.modeldispatch.samples.spring;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an application says about dispatches.
 *
 * @param enabled whether the beans are made
 * @param timeout bounds each dispatch whose prompt sets no timeout
 * @param providers who is asked directly, by provider id
 * @param opencode the session server that serves all other providers
 * @param routing by task type: the target, and who is asked next if it fails
 */
@ConfigurationProperties("dispatch")
public record DispatchProperties(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("120s") Duration timeout,
    @DefaultValue Map<String, Provider> providers,
    @DefaultValue Opencode opencode,
    @DefaultValue Map<String, List<String>> routing) {

  /**
   * A provider that is asked directly.
   *
   * @param apiKey its key, for those that want one
   * @param baseUrl up to and with the version; empty: its own service, if it is known by its id
   */
  public record Provider(@DefaultValue("") Secret apiKey, @DefaultValue("") String baseUrl) {
    /** {@return what is set, not to what} */
    @Override
    public String toString() {
      return "Provider[apiKey=" + apiKey + (baseUrl.isEmpty() ? "]" : ", baseUrl]");
    }
  }

  /**
   * An opencode session server.
   *
   * @param baseUrl where it is; empty: none is used
   * @param password its password, if it wants one
   */
  public record Opencode(@DefaultValue("") String baseUrl, @DefaultValue("") Secret password) {
    /** {@return what is set, not to what} */
    @Override
    public String toString() {
      return "Opencode[password=" + password + (baseUrl.isEmpty() ? "]" : ", baseUrl]");
    }
  }
}
