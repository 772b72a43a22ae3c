package dev.modeldispatch.core.failure;

import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelTarget;

/** What a failure that a server reported is called in our own words, and what to do about it. */
final class Wording {
  private Wording() {}

  static Failure.Builder of(FailureKind kind, ModelTarget target, int status) {
    return Failure.builder(kind, target + ": " + message(kind, target, status))
        .hint(hint(kind, status));
  }

  private static String message(FailureKind kind, ModelTarget target, int status) {
    return switch (kind) {
      case QUOTA_EXHAUSTED -> "the account's quota or credit is used up.";
      case RATE_LIMITED -> "the provider asks to slow down.";
      case OVERLOADED -> "the provider is overloaded.";
      case SERVER_ERROR ->
          status / 100 == 2
              ? "the provider reports a failure of its own inside a reply of status " + status + "."
              : "the provider failed with status " + status + ".";
      case AUTH_REJECTED -> "the provider refused the key.";
      case PERMISSION_DENIED -> "the key may not use this.";
      case MODEL_NOT_FOUND ->
          "provider '" + target.provider() + "' does not know model '" + target.model() + "'.";
      case CONTEXT_OVERFLOW -> "the prompt does not fit into the model's context.";
      case CONTENT_FILTERED -> "the provider's content rules stopped it.";
      case INVALID_REQUEST ->
          status / 100 == 3
              ? "the server redirects (" + status + "), which is never followed."
              : "the provider refused the request with status " + status + ".";
      default -> "the provider answered with status " + status + ", which no rule knows.";
    };
  }

  private static String hint(FailureKind kind, int status) {
    return switch (kind) {
      case QUOTA_EXHAUSTED -> "Add credit at the provider, or pick another one.";
      case RATE_LIMITED -> "Wait, lower the concurrency, or pick another provider.";
      case OVERLOADED, SERVER_ERROR -> "Try again later, or pick another provider.";
      case AUTH_REJECTED -> "Check the key and that it belongs to this base URL.";
      case PERMISSION_DENIED -> "Check what the key and the region are allowed to use.";
      case MODEL_NOT_FOUND -> "Check the model id against the provider's list.";
      case CONTEXT_OVERFLOW -> "Shorten the prompt, or pick a model with a larger context.";
      case CONTENT_FILTERED -> "Reword the prompt, or pick another model.";
      case INVALID_REQUEST ->
          switch (status / 100 == 3 ? 3 : status) {
            case 3 -> "Set the base URL to the final address.";
            case 404, 405 -> "Check the base URL: this path is not served there.";
            case 413 -> "Shorten the prompt: the server, or a gateway before it, takes less.";
            default -> "See detail() for what the provider objects to.";
          };
      default -> "See detail() for the provider's words.";
    };
  }
}
