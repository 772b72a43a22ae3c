package dev.modeldispatch.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScopesTest {
  private final Scopes scopes = Scopes.exact();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "src/A.java|src/A.java|src/A.java",
        "src/A.java|src/B.java|",
        "./src//x/../A.java|src/A.java|src/A.java",
        "src\\A.java|src/A.java|src/A.java",
        "src|src/a/B.java|src/a/B.java",
        "src/|src/a/B.java|src/a/B.java",
        "src/ab|src/a|",
        ".|README.md|README.md",
        "src/*.java|src/A.java|src/A.java",
        "src/*.java|src/a/B.java|",
        "src/**/*.java|src/a/b/C.java|src/a/b/C.java",
        "src/**/*.java|src/C.java|src/C.java",
        "**/*.md|docs|docs",
        "src/A*.java|src/*Test.java|src/*Test.java & src/A*.java",
        "src/A*.java|src/B*.java|",
        "src/{main,test}/**|src/test/X|src/test/X",
        "src/{main,{it,test}}/X|src/it/X|src/it/X",
        "src/{main|src/main|",
        "src/[a-c]x|src/bx|src/bx",
        "src/[!a-c]x|src/bx|",
        "src/[!a-c]x|src/[b-d]x|src/[!a-c]x & src/[b-d]x",
        "src/[]x]|src/]|src/]",
        "src/?|src/ab|",
        "src/**/../A|src/x/A|src/x/A",
        "../x|x|",
        "/etc/x|etc/x|",
        "src/e\u0301|src/\u00e9|src/\u00e9",
        "Src/a|src/A|"
      })
  void whatBothWriteIsNamed(String first, String second, String both) {
    List<String> expected = both == null ? List.of() : List.of(both);

    assertThat(overlap(scopes, first, second)).isEqualTo(expected);
    assertThat(overlap(scopes, second, first)).isEqualTo(expected);
  }

  @Test
  void caseCanBeIgnored() {
    assertThat(overlap(scopes.ignoringCase(), "Src/A*", "src/ab")).containsExactly("src/ab");
    assertThat(overlap(scopes.ignoringCase(), "src/[A-C]", "src/b")).containsExactly("src/b");
  }

  @Test
  void linksAreFollowedAsTheCallerSays() {
    Scopes linked = scopes.resolving(path -> path.replaceFirst("^lib(?=/|$)", "src/main"));

    assertThat(overlap(linked, "lib/A", "src/main/A")).containsExactly("src/main/A");
    assertThat(overlap(linked, "lib/*.x", "src/main/A.x")).containsExactly("src/main/A.x");
    assertThat(overlap(linked.ignoringCase(), "lib/A", "SRC/main")).containsExactly("src/main/a");
  }

  @Test
  void whatIsTooBigToCompareOverlaps() {
    assertThat(overlap(scopes, "x".repeat(5_000), "src/A")).containsExactly("src/A");
    assertThat(overlap(scopes, "src/" + "{a,b}".repeat(12), "src/q")).containsExactly("src/q");
    assertThat(overlap(scopes, "src/" + "{a,b}".repeat(12), "lib/q")).isEmpty();
  }

  @Test
  void readingTheSameFilesIsFine() {
    var reads = new Task.Scope(List.of("a"), List.of("at"), List.of("shared"));
    var tests = new Task.Scope(List.of("b"), List.of("at"), List.of("shared"));

    assertThat(scopes.overlap(reads, tests)).containsExactly("at");
  }

  @Test
  void choiceComesWithItsReason() {
    Task first = task("A", "src/a", "src/b");
    Task large = task("D", "src/1", "src/2", "src/3", "src/4", "src/5");
    Task later = Task.builder("C").blockedBy("A").scope(Task.Scope.of("x")).build();

    assertThat(choice(first, task("B", "src/c")))
        .isEqualTo("SAME_WORKSPACE their files are disjoint");
    assertThat(choice(first, task("B", "src"))).isEqualTo("WORKTREES both write [src/a, src/b]");
    assertThat(choice(task("B"), first)).startsWith("WORKTREES B names no files");
    assertThat(choice(first, later)).isEqualTo("SEQUENCE C waits for the other");
    assertThat(choice(large, task("B", "src/**"))).startsWith("SEQUENCE both write [src/1, ");
  }

  @Test
  void patternsOverlapWheneverThereIsAPathInBoth() {
    var random = new Random(7);
    for (int i = 0; i < 1_500; i++) {
      String first = SmallPaths.pattern(random);
      String second = SmallPaths.pattern(random);

      assertThat(overlap(scopes, first, second).isEmpty())
          .as("%s against %s", first, second)
          .isNotEqualTo(SmallPaths.haveCommon(first, second));
    }
  }

  @Test
  void pairsOfManyTasksAreThoseOfAllPairs() {
    var random = new Random(11);
    for (int round = 0; round < 60; round++) {
      List<Task> tasks = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        tasks.add(task("T" + i, SmallPaths.path(random), SmallPaths.pattern(random)));
        tasks.add(task("U" + i, SmallPaths.path(random)));
      }

      List<Scopes.Overlap> all = new ArrayList<>();
      for (int j = 0; j < tasks.size(); j++) {
        for (int i = 0; i < j; i++) {
          List<String> files = scopes.overlap(tasks.get(i).scope(), tasks.get(j).scope());
          if (!files.isEmpty()) {
            all.add(new Scopes.Overlap(tasks.get(i).id(), tasks.get(j).id(), files));
          }
        }
      }
      assertThat(scopes.overlaps(tasks)).isEqualTo(all);
    }
  }

  private String choice(Task first, Task second) {
    Scopes.Choice choice = scopes.choose(first, second);
    return choice.place() + " " + choice.reason();
  }

  private static List<String> overlap(Scopes scopes, String first, String second) {
    return scopes.overlap(Task.Scope.of(first), Task.Scope.of(second));
  }

  private static Task task(String id, String... files) {
    return Task.builder(id).scope(Task.Scope.of(files)).build();
  }
}
