package dev.modeldispatch.core.file;

import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.core.internal.FileTrouble;

/** One ask cannot go on, for a reason that its result will tell. */
final class Trouble extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  private Trouble(Failure failure) {
    super(failure.message(), null, false, false);
    this.failure = failure;
  }

  Failure failure() {
    return failure;
  }

  /** What was asked cannot be asked like that. */
  static Trouble refused(String what, String hint) {
    return new Trouble(
        Failure.builder(FailureKind.INVALID_REQUEST, what + ".")
            .hint(hint)
            .evidence("not asked")
            .build());
  }

  /** The disk, or what stands on it. */
  static Trouble of(FileTrouble e) {
    String what = String.valueOf(e.getMessage());
    return switch (e.kind()) {
      case ABSENT -> refused(what, "Make the file first.");
      case NOT_REGULAR, OUTSIDE, TOO_LARGE ->
          refused(what, "Put a regular file into the case's own folder.");
      case SYSTEM ->
          new Trouble(
              Failure.builder(FailureKind.OVERLOADED_LOCALLY, what + ".")
                  .hint("See to the disk's space and the folder's permissions, and ask again.")
                  .evidence("file system")
                  .build());
    };
  }

  /** What stands in the artifact is no answer. */
  static Trouble wrong(FailureKind kind, String what, String evidence) {
    return new Trouble(
        Failure.builder(kind, what + ".")
            .hint("See to the responder; an artifact is {\"dispatch_id\": n, \"data\": ...}.")
            .evidence(evidence)
            .build());
  }

  /** The responder's own words, as far as they may be shown. */
  static Trouble told(Failure failure) {
    return new Trouble(failure);
  }
}
