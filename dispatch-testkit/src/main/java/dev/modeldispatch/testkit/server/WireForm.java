package dev.modeldispatch.testkit.server;

import dev.modeldispatch.Usage;
import dev.modeldispatch.testkit.server.FakeModelServer.Dialect;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** How one kind of provider talks: its paths and its answers, true to the provider. */
interface WireForm {
  /**
   * What a model says.
   *
   * @param reasoning what it tells of its thoughts before; may be empty
   * @param text the answer
   * @param usage what it reports as used
   */
  record Said(String reasoning, String text, Usage usage) {}

  /** {@return which one it is} */
  Dialect dialect();

  /** Says whether the request is to this kind of provider, known to it or not. */
  boolean owns(HttpRequest request);

  /** Says whether the request carries a prompt. */
  boolean isPrompt(HttpRequest request);

  /** Says whether the request asks for the list of models. */
  boolean isModelList(HttpRequest request);

  /** {@return which model the prompt request names; empty if it is none of this form's} */
  Optional<String> modelOf(HttpRequest request);

  /** {@return the answer of a model that says this} */
  WireAnswer answer(String model, Said said);

  /** {@return the call of this tool in place of an answer} */
  WireAnswer toolCall(String model, String tool, String arguments, Usage usage);

  /** {@return the list of these models, or the page of it that the request wants} */
  WireAnswer models(Collection<String> names, HttpRequest request);

  /** {@return the ways in which its answers can be odd} */
  Set<Oddity> oddities();

  /** {@return the answer, odd in this way, one of {@link #oddities}} */
  WireAnswer odd(Oddity oddity, WireAnswer answer);

  /** {@return how it says that something failed} */
  WireErrors errors();

  /** {@return how it streams its answers} */
  WireStream stream();
}
