package dev.modeldispatch.core.internal;

import java.io.IOException;
import java.nio.file.Path;

/** A file is not fit to be read or written, for a named reason. */
public final class FileTrouble extends IOException {
  private static final long serialVersionUID = 1L;

  /** What is wrong with it. */
  public enum Kind {
    /** There is none. */
    ABSENT,
    /** It is a link, a folder, a pipe or a device. */
    NOT_REGULAR,
    /** It is larger than it may be. */
    TOO_LARGE,
    /** It lies outside the folder in which it has to be. */
    OUTSIDE,
    /** The system could not read or write it. */
    SYSTEM
  }

  private final Kind kind;

  FileTrouble(Kind kind, Path file, String what) {
    super(file + ": " + what);
    this.kind = kind;
  }

  /** Leaves the stack away: the message says all, and each look at a missing file throws one. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }

  /** {@return what is wrong} */
  public Kind kind() {
    return kind;
  }
}
