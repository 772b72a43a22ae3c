package dev.modeldispatch.core.fleet;

import dev.modeldispatch.Misuse;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.core.plan.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One session to launch: where, who, and what it is to do. Immutable; {@link #toString} leaves the
 * prompt out.
 */
public final class SessionOrder {
  private static final Pattern TODO = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final int MAX_NAME = 200;

  private final String workspace;
  private final String name;
  private final String prompt;
  private final Optional<ModelTarget> model;
  private final Optional<Thinking> thinking;
  private final List<String> todos;
  private final List<String> contextFiles;
  private final Task.Scope boundary;

  private SessionOrder(Builder builder) {
    workspace = builder.workspace;
    name = builder.name;
    prompt = builder.prompt;
    model = builder.model;
    thinking = builder.thinking;
    todos = List.copyOf(builder.todos);
    contextFiles = List.copyOf(builder.contextFiles);
    boundary = builder.boundary;
  }

  /** How much a model thinks before it acts. */
  public enum Thinking {
    OFF,
    MINIMAL,
    LOW,
    MEDIUM,
    HIGH,
    XHIGH;

    private final String code = name().toLowerCase(Locale.ROOT);

    /** {@return the level in lower case, for example {@code medium}} */
    public String code() {
      return code;
    }

    /** Returns the level of this code; an unknown one is misuse that names all. */
    public static Thinking ofCode(String code) {
      Optional<Thinking> found =
          Arrays.stream(values()).filter(level -> level.code.equals(code)).findFirst();
      Misuse.check("thinking")
          .unless(
              found.isPresent(),
              () ->
                  Misuse.quote(code)
                      + " is no level; there are "
                      + Arrays.stream(values())
                          .map(Thinking::code)
                          .collect(Collectors.joining(", ")))
          .orThrow();
      return found.orElseThrow();
    }
  }

  /**
   * Returns a builder.
   *
   * @param workspace the id of a workspace, or its name in any case; over opencode a folder
   */
  public static Builder in(String workspace) {
    return new Builder(workspace);
  }

  /** {@return the id or the name of the workspace} */
  public String workspace() {
    return workspace;
  }

  /** {@return the session's name} */
  public String name() {
    return name;
  }

  /** {@return what is to be done, without what is injected into it} */
  public String prompt() {
    return prompt;
  }

  /** {@return who works; empty: the server's default} */
  public Optional<ModelTarget> model() {
    return model;
  }

  /** {@return how much it thinks; empty: the server's default} */
  public Optional<Thinking> thinking() {
    return thinking;
  }

  /** {@return the ids of the todos that are put in front of the prompt} */
  public List<String> todos() {
    return todos;
  }

  /** {@return the files that are put in front of the prompt} */
  public List<String> contextFiles() {
    return contextFiles;
  }

  /** {@return the files that the session may write; none named: nobody knows} */
  public Task.Scope boundary() {
    return boundary;
  }

  @Override
  public String toString() {
    return "SessionOrder[" + name + " in " + workspace + ", " + prompt.length() + " chars]";
  }

  /** Collects an order; not thread-safe. */
  public static final class Builder {
    private final String workspace;
    private String name = "";
    private String prompt = "";
    private Optional<ModelTarget> model = Optional.empty();
    private Optional<Thinking> thinking = Optional.empty();
    private final List<String> todos = new ArrayList<>();
    private final List<String> contextFiles = new ArrayList<>();
    private Task.Scope boundary = Task.Scope.of();

    private Builder(String workspace) {
      this.workspace = workspace;
    }

    /** Sets the name. By default the server finds one. */
    public Builder name(String name) {
      this.name = name;
      return this;
    }

    /** Sets what is to be done. Without it the session is made, and waits for a prompt. */
    public Builder prompt(String prompt) {
      this.prompt = prompt;
      return this;
    }

    /** Sets who works. By default, the server's default model. */
    public Builder model(ModelTarget model) {
      this.model = Optional.of(model);
      return this;
    }

    /** Sets how much it thinks. By default, the server's own level. */
    public Builder thinking(Thinking level) {
      this.thinking = Optional.of(level);
      return this;
    }

    /** Puts todos in front of the prompt: {@code .pi/todos/ID.md} in the workspace. */
    public Builder todo(String... ids) {
      todos.addAll(List.of(ids));
      return this;
    }

    /** Puts files in front of the prompt, relative to the workspace or absolute. */
    public Builder contextFile(String... files) {
      contextFiles.addAll(List.of(files));
      return this;
    }

    /** Lets the session write these files alone; its prompt says so. */
    public Builder boundary(String... files) {
      return boundary(Task.Scope.of(files));
    }

    /** Lets the session write the files of this scope alone; its prompt says so. */
    public Builder boundary(Task.Scope scope) {
      this.boundary = scope;
      return this;
    }

    /** Returns the order, or throws with all that is wrong with it. */
    public SessionOrder build() {
      Misuse problems =
          Misuse.check("session")
              .unless(!workspace.isBlank(), () -> "it needs a workspace")
              .unless(
                  isOneLine(name),
                  () ->
                      Misuse.quote(name)
                          + " is no name; use one line, at most "
                          + MAX_NAME
                          + " characters");
      for (String todo : todos) {
        problems.unless(
            TODO.matcher(todo).matches(),
            () -> Misuse.quote(todo) + " is no todo; use letters, digits, '.', '_', '-'");
      }
      contextFiles.forEach(
          file -> problems.unless(!file.isBlank(), () -> "a context file has no name"));
      problems.orThrow();
      return new SessionOrder(this);
    }

    private static boolean isOneLine(String text) {
      return text.length() <= MAX_NAME && text.chars().noneMatch(Character::isISOControl);
    }
  }
}
