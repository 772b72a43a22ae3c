package dev.modeldispatch.connector;

import dev.modeldispatch.Failure;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A provider and what it lists.
 *
 * @param provider the provider's id
 * @param models its models; empty also if it did not tell
 * @param failure why it did not tell, if it did not
 */
public record ProviderStatus(String provider, List<Model> models, Optional<Failure> failure) {
  /** Copies the list. */
  public ProviderStatus {
    models = List.copyOf(models);
  }

  /**
   * A model that a provider lists.
   *
   * @param id the provider's own model id
   * @param contextTokens how much prompt and answer together it bears, if told
   * @param outputTokens how much answer it gives, if told
   * @param inputUsdPerMillion what a million tokens of prompt cost in US dollars, if told
   * @param outputUsdPerMillion what a million tokens of answer cost in US dollars, if told
   */
  public record Model(
      String id,
      OptionalLong contextTokens,
      OptionalLong outputTokens,
      Optional<BigDecimal> inputUsdPerMillion,
      Optional<BigDecimal> outputUsdPerMillion) {
    /** Returns a model of which only the id is told. */
    public static Model of(String id) {
      return new Model(
          id, OptionalLong.empty(), OptionalLong.empty(), Optional.empty(), Optional.empty());
    }
  }
}
