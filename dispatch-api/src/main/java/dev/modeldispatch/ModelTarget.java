package dev.modeldispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Who is asked: a model of a provider, written {@code provider/model}.
 *
 * <p>The first slash splits, so a model id may hold further ones ({@code openrouter/meta/llama-4}).
 *
 * @param provider the provider's id: letters, digits, {@code . _ -}, at most 64 characters
 * @param model the provider's own model id: visible characters, no blanks, at most 200
 */
public record ModelTarget(String provider, String model) {
  private static final Pattern PROVIDER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final int MAX_MODEL = 200;

  /** Checks both parts. */
  public ModelTarget {
    Misuse.check("target")
        .unless(
            PROVIDER.matcher(provider).matches(),
            () ->
                Misuse.quote(provider)
                    + " is not a provider id; use letters, digits, '.', '_', '-', for example openai")
        .unless(
            isModelId(model),
            () ->
                Misuse.quote(model)
                    + " is not a model id; use 1 to 200 visible characters without blanks")
        .orThrow();
  }

  /** Returns the target for a provider's id and its model id. */
  public static ModelTarget of(String provider, String model) {
    return new ModelTarget(provider, model);
  }

  /** Returns the target that {@code provider/model} names. */
  public static ModelTarget parse(String text) {
    int slash = text.indexOf('/');
    Misuse.check("target")
        .unless(
            slash > 0 && slash < text.length() - 1,
            () ->
                Misuse.quote(text)
                    + " is not a target; write provider/model, for example openai/gpt-x")
        .orThrow();
    return new ModelTarget(text.substring(0, slash), text.substring(slash + 1));
  }

  /** Returns the targets that the texts name, in order; every bad one is listed in the error. */
  public static List<ModelTarget> list(String... texts) {
    var targets = new ArrayList<ModelTarget>(texts.length);
    var problems = Misuse.check("targets");
    for (String text : texts) {
      try {
        targets.add(parse(text));
      } catch (IllegalArgumentException e) {
        problems.add(String.valueOf(e.getMessage()).replaceFirst("^target: ", ""));
      }
    }
    problems.orThrow();
    return List.copyOf(targets);
  }

  private static boolean isModelId(String model) {
    return !model.isEmpty()
        && model.length() <= MAX_MODEL
        && model
            .codePoints()
            .noneMatch(
                c ->
                    Character.isWhitespace(c)
                        || Character.isISOControl(c)
                        || Character.isSpaceChar(c)
                        || Character.getType(c) == Character.FORMAT
                        || Character.getType(c) == Character.SURROGATE);
  }

  /** {@return {@code provider/model}} */
  @Override
  public String toString() {
    return provider + "/" + model;
  }
}
