package dev.modeldispatch.core.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.core.plan.Project;
import dev.modeldispatch.core.plan.ProjectFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A repository with a project, made by git in a test's folder. */
public final class Repo {
  static final Instant NOW = Instant.parse("2026-01-19T00:00:00Z");
  private static final Duration LIMIT = Duration.ofMinutes(1);

  public final Path root;
  private final List<String> index = new ArrayList<>();
  private final List<String> needs = new ArrayList<>();

  private Repo(Path root) {
    this.root = root;
  }

  public static Repo in(Path folder) throws IOException {
    var repo = new Repo(Files.createDirectories(folder.resolve("neon")).toRealPath());
    repo.git("init", "-q", "-b", "main");
    repo.write("src/App.java", "class App {}\n");
    repo.write(".gitignore", ".project/\n");
    repo.commitAll("start");
    repo.write(".project/state.json", "{\n  \"stage\": \"build\",\n  \"mine\": 1.5\n}\n");
    return repo;
  }

  /** Adds a task of one hour that writes {@code src/ID}. */
  public Repo task(String id, String status, String... blockedBy) throws IOException {
    String ids = blockedBy.length == 0 ? "" : "\"" + String.join("\", \"", blockedBy) + "\"";
    index.add(
        "\"%s\": {\"file\": \"tasks/%s.json\", \"status\": \"%s\"}".formatted(id, id, status));
    needs.add("\"%s\": [%s]".formatted(id, ids));
    write(
        ".project/tasks/" + id + ".json",
        """
        {"id": "%s", "status": "%s", "estimated_hours": 1, "own": {"x": [1, 2.50]},
          "dependencies": {"blocked_by": [%s]}, "scope": {"primary_files": ["src/%s"]}}
        """
            .formatted(id, status, ids, id));
    write(
        ".project/task-index.json",
        "{\"tasks\": {%s}, \"dependency_graph\": {%s}, \"ready_tasks\": [], \"metrics\": {\"m\": 1}}"
            .formatted(String.join(", ", index), String.join(", ", needs)));
    return this;
  }

  public Workspace open() {
    return builder().build();
  }

  Workspace.Builder builder() {
    return Workspace.builder(root).clock(() -> NOW);
  }

  public Path tree(String id) {
    return root.resolveSibling("neon-task-" + id);
  }

  Project project() throws IOException {
    return Project.of(ProjectFiles.read(root));
  }

  public String status(String id) throws IOException {
    return project().graph().task(id).status().code();
  }

  List<String> findings() throws IOException {
    return project().findings().stream().map(Project.Finding::toString).toList();
  }

  public Path write(String path, String text) throws IOException {
    return write(root, path, text);
  }

  static Path write(Path folder, String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  public String read(String path) throws IOException {
    return Files.readString(root.resolve(path));
  }

  /** Commits a file in the work tree of a task. */
  void work(String id, String path) throws IOException {
    write(tree(id), path, "work\n");
    git(tree(id), "add", "-A");
    git(tree(id), "commit", "-q", "-m", "work");
  }

  void merge(String id) {
    git("merge", "-q", "--no-ff", "-m", "merge", "task/" + id);
  }

  public void commitAll(String message) {
    git("add", "-A");
    git("commit", "-q", "-m", message);
  }

  public String git(String... arguments) {
    return git(root, arguments);
  }

  public static String git(Path folder, String... arguments) {
    List<String> command = new ArrayList<>(List.of("git", "-c", "user.name=t"));
    command.addAll(List.of("-c", "user.email=t@t", "-c", "commit.gpgsign=false"));
    command.addAll(List.of(arguments));
    Git.End end = Git.run(folder, command, LIMIT);
    assertThat(end.code()).as("%s: %s%s", command, end.out(), end.err()).isZero();
    return end.out().strip();
  }

  /** The repository as a start without any trace of a half-done step must look. */
  void assertWhole(String... running) throws IOException {
    assertThat(findings()).isEmpty();
    for (String id : running) {
      assertThat(status(id)).as(id).isEqualTo("in_progress");
      assertThat(git(tree(id), "status", "--porcelain")).as(id).isEmpty();
      assertThat(git(tree(id), "rev-parse", "--abbrev-ref", "HEAD")).isEqualTo("task/" + id);
      assertThat(tree(id).resolve("src/App.java")).exists();
    }
    assertThat(git("worktree", "list", "--porcelain")).doesNotContain("locked", "prunable");
    assertThat(root.resolve(".git/model-dispatch/step.json")).doesNotExist();
    try (var files = Files.walk(root.resolve(".project"))) {
      assertThat(files).noneMatch(file -> file.toString().endsWith("dispatch-tmp"));
    }
  }
}
