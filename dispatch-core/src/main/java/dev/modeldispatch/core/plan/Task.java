package dev.modeldispatch.core.plan;

import dev.modeldispatch.Misuse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** One task of a graph, as far as planning needs it. Immutable. */
public final class Task {
  /** The longest estimate that is taken for one. */
  static final Duration LONGEST = Duration.ofHours(10_000);

  private final String id;
  private final String title;
  private final String phase;
  private final Status status;
  private final Optional<Duration> estimate;
  private final List<String> blockedBy;
  private final Scope scope;
  private final Optional<PullRequest> pullRequest;

  private Task(Builder builder) {
    this.id = builder.id;
    this.title = builder.title;
    this.phase = builder.phase;
    this.status = builder.status;
    this.estimate = builder.estimate;
    this.blockedBy = List.copyOf(builder.blockedBy);
    this.scope = builder.scope;
    this.pullRequest = builder.pullRequest;
  }

  /** Returns a new builder of a pending task. */
  public static Builder builder(String id) {
    return new Builder(id);
  }

  /** {@return the id, safe as a file name, a branch name and an argument} */
  public String id() {
    return id;
  }

  /** {@return what the task is called; empty if nothing says so} */
  public String title() {
    return title;
  }

  /** {@return the id of the phase it belongs to; empty if none} */
  public String phase() {
    return phase;
  }

  /** {@return how far it is, as its file says; whether it can start is computed, not read} */
  public Status status() {
    return status;
  }

  /** {@return how long it takes; empty if nobody has estimated it} */
  public Optional<Duration> estimate() {
    return estimate;
  }

  /** {@return the ids it waits for, each once} */
  public List<String> blockedBy() {
    return blockedBy;
  }

  /** {@return the files it works on} */
  public Scope scope() {
    return scope;
  }

  /** {@return its pull request, if there is one} */
  public Optional<PullRequest> pullRequest() {
    return pullRequest;
  }

  @Override
  public String toString() {
    return "Task[" + id + ", " + status.code() + "]";
  }

  /** How far a task is. */
  public enum Status {
    PENDING,
    READY,
    IN_PROGRESS,
    BLOCKED,
    COMPLETED,
    CANCELLED;

    private final String code = name().toLowerCase(Locale.ROOT);

    /** {@return the status as the files write it, for example {@code in_progress}} */
    public String code() {
      return code;
    }

    /** {@return whether nothing more happens to the task, so that nobody waits for it} */
    public boolean isDone() {
      return this == COMPLETED || this == CANCELLED;
    }

    static Optional<Status> ofCode(String code) {
      return Arrays.stream(values()).filter(status -> status.code.equals(code)).findFirst();
    }
  }

  /**
   * The files of a task, as paths or globs relative to the repository.
   *
   * @param primaryFiles what it changes
   * @param testFiles the tests it changes
   * @param relatedFiles what it only reads
   */
  public record Scope(
      List<String> primaryFiles, List<String> testFiles, List<String> relatedFiles) {
    /** Copies the lists. */
    public Scope {
      primaryFiles = List.copyOf(primaryFiles);
      testFiles = List.copyOf(testFiles);
      relatedFiles = List.copyOf(relatedFiles);
    }

    /** Returns the scope of a task that changes these files. */
    public static Scope of(String... files) {
      return new Scope(List.of(files), List.of(), List.of());
    }

    /** {@return what the task writes: its primary files and its tests} */
    public List<String> writes() {
      var writes = new LinkedHashSet<>(primaryFiles);
      writes.addAll(testFiles);
      return List.copyOf(writes);
    }
  }

  /**
   * The pull request of a task.
   *
   * @param number its number, where it is known
   * @param url where it is; empty if unknown
   * @param status what its file says of it; empty if nothing
   */
  public record PullRequest(OptionalInt number, String url, String status) {}

  /** Builds a task; not thread-safe. */
  public static final class Builder {
    private final String id;
    private String title = "";
    private String phase = "";
    private Status status = Status.PENDING;
    private Optional<Duration> estimate = Optional.empty();
    private final LinkedHashSet<String> blockedBy = new LinkedHashSet<>();
    private Scope scope = Scope.of();
    private Optional<PullRequest> pullRequest = Optional.empty();

    private Builder(String id) {
      this.id = id;
    }

    /** Sets the title. By default, empty. */
    public Builder title(String title) {
      this.title = title;
      return this;
    }

    /** Sets the phase. By default, none. */
    public Builder phase(String phase) {
      this.phase = phase;
      return this;
    }

    /** Sets the status. By default, pending. */
    public Builder status(Status status) {
      this.status = status;
      return this;
    }

    /** Sets how long it takes, 0 to 10,000 hours. By default, nobody knows. */
    public Builder estimate(Duration estimate) {
      Misuse.check("task " + id)
          .unless(
              !estimate.isNegative() && estimate.compareTo(LONGEST) <= 0,
              () -> estimate + " is not an estimate; take 0 to 10,000 hours")
          .orThrow();
      this.estimate = Optional.of(Duration.ofMillis(estimate.toMillis()));
      return this;
    }

    /** Sets the estimate in whole hours. */
    public Builder hours(int hours) {
      return estimate(Duration.ofHours(hours));
    }

    /** Adds tasks that it waits for. */
    public Builder blockedBy(String... ids) {
      return blockedBy(List.of(ids));
    }

    /** Adds tasks that it waits for. */
    public Builder blockedBy(Collection<String> ids) {
      blockedBy.addAll(ids);
      return this;
    }

    /** Sets its files. By default, none are named. */
    public Builder scope(Scope scope) {
      this.scope = scope;
      return this;
    }

    /** Sets its pull request. By default, there is none. */
    public Builder pullRequest(PullRequest pullRequest) {
      this.pullRequest = Optional.of(pullRequest);
      return this;
    }

    /** Returns a new task; an id that is not safe as a file name is misuse. */
    public Task build() {
      Misuse problems = Misuse.check("task");
      SafeId.problem(id).ifPresent(problems::add);
      blockedBy.forEach(other -> SafeId.problem(other).ifPresent(problems::add));
      problems.orThrow();
      return new Task(this);
    }
  }
}
