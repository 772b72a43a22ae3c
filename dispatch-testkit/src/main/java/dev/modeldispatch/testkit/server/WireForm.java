package dev.modeldispatch.testkit.server;

import dev.modeldispatch.FailureKind;
import dev.modeldispatch.Usage;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** How one kind of provider talks: its paths, its answers and its errors, true to the provider. */
interface WireForm {
  /**
   * What a model says.
   *
   * @param reasoning what it tells of its thoughts before; may be empty
   * @param text the answer
   * @param usage what it reports as used
   */
  record Said(String reasoning, String text, Usage usage) {}

  /** {@return what follows the server's address in its base URI} */
  String basePath();

  /** Says whether the request carries a prompt. */
  boolean isPrompt(HttpRequest request);

  /** Says whether the request asks for the list of models. */
  boolean isModelList(HttpRequest request);

  /** {@return which model the prompt request names; empty if it is none of this form's} */
  Optional<String> modelOf(HttpRequest request);

  /** Says whether the request wants its answer as a stream of events. */
  boolean streams(HttpRequest request);

  /** {@return the answer of a model that says this} */
  WireAnswer answer(String model, Said said);

  /** {@return the call of this tool in place of an answer} */
  WireAnswer toolCall(String model, String tool, String arguments, Usage usage);

  /** {@return the same as the stream of events that the request wants} */
  WireAnswer streamed(WireAnswer answer, HttpRequest request);

  /** {@return the list of these models} */
  WireAnswer models(Collection<String> names);

  /** {@return how the provider says that it does not know the model} */
  WireAnswer unknownModel(String model);

  /** {@return how the provider says that it does not know the route} */
  WireAnswer unknownRoute(HttpRequest request);

  /** {@return the kinds of failure that the provider says with an error reply} */
  Set<FailureKind> errors();

  /** {@return how the provider says that it failed with this kind, one of {@link #errors}} */
  WireAnswer error(FailureKind kind, String model);

  /** {@return the ways in which its answers can be odd} */
  Set<Oddity> oddities();

  /** {@return the answer, odd in this way, one of {@link #oddities}} */
  WireAnswer odd(Oddity oddity, WireAnswer answer);
}
