package dev.modeldispatch.core.workspace;

import java.util.List;

/** A repository, its project files or its git are not as they must be; names all that is wrong. */
public final class WorkspaceException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int MAX_SHOWN = 10;

  private final List<String> problems;

  WorkspaceException(List<String> problems) {
    super(message(problems));
    this.problems = List.copyOf(problems);
  }

  WorkspaceException(String problem, Throwable cause) {
    super(problem, cause);
    this.problems = List.of(problem);
  }

  WorkspaceException(String problem) {
    this(List.of(problem));
  }

  /** {@return what is wrong, each in one line that names the remedy} */
  public List<String> problems() {
    return problems;
  }

  private static String message(List<String> problems) {
    String more = problems.size() > MAX_SHOWN ? "; and more" : "";
    return String.join("; ", problems.subList(0, Math.min(MAX_SHOWN, problems.size()))) + more;
  }
}
