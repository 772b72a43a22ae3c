package dev.modeldispatch.core;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrows between the rooms of the core; a new arrow is a decision, made here. */
class ArrowsTest {
  private static final String CORE = "dev.modeldispatch.core";

  /** Besides these, every room may use the API, {@code internal} and SLF4J. */
  private static final Map<String, Set<String>> ARROWS =
      Map.ofEntries(
          Map.entry("internal", Set.of()),
          Map.entry("failure", Set.of()),
          Map.entry("http", Set.of("failure")),
          Map.entry("provider", Set.of("http", "failure")),
          Map.entry("opencode", Set.of("http", "failure")),
          Map.entry("limit", Set.of()),
          Map.entry("engine", Set.of("failure", "limit")),
          Map.entry("routing", Set.of()),
          Map.entry("batch", Set.of()),
          Map.entry("report", Set.of()),
          Map.entry("usage", Set.of()),
          Map.entry("file", Set.of("usage", "batch", "failure")),
          Map.entry("panel", Set.of("report")),
          Map.entry("answer", Set.of()),
          Map.entry("plan", Set.of()),
          Map.entry("workspace", Set.of("plan")),
          Map.entry("fleet", Set.of("plan", "workspace", "opencode", "http", "failure", "routing")),
          Map.entry("tool", Set.of("routing", "report")));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(CORE);

  static List<String> rooms() {
    return ARROWS.keySet().stream().sorted().toList();
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void roomKeepsToItsArrows(String room) {
    List<String> allowed = new ArrayList<>(List.of("java..", "javax.net.ssl..", "org.jspecify.."));
    allowed.addAll(List.of("dev.modeldispatch", "dev.modeldispatch.connector", "org.slf4j.."));
    allowed.addAll(List.of(CORE + ".internal", CORE + "." + room, "com.fasterxml.jackson.."));
    if (room.equals("limit")) {
      allowed.add("io.github.resilience4j..");
    }
    ARROWS.getOrDefault(room, Set.of()).forEach(other -> allowed.add(CORE + "." + other));

    var rule =
        classes()
            .that(resideInAPackage(CORE + "." + room))
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(allowed.toArray(String[]::new)));

    rule.check(CLASSES);
  }

  @Test
  void everyRoomIsInTheTable() {
    Set<String> rooms = new TreeSet<>();
    CLASSES.forEach(
        c -> {
          String name = c.getPackageName();
          if (!name.equals(CORE)) {
            rooms.add(name.substring(CORE.length() + 1));
          }
        });

    assertThat(rooms).isEqualTo(new TreeSet<>(ARROWS.keySet()));
  }

  @Test
  void roomsFormNoCycle() {
    slices().matching(CORE + ".(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void nobodyButMonotonicTimeReadsNanoseconds() {
    noClasses()
        .that()
        .doNotHaveSimpleName("MonotonicTime")
        .should()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .check(CLASSES);
  }

  @Test
  void nobodySleepsOrUsesTheJdksOwnTimers() {
    noClasses()
        .should()
        .callMethod(Thread.class, "sleep", long.class)
        .orShould()
        .callMethod(
            java.util.concurrent.CompletableFuture.class,
            "orTimeout",
            long.class,
            java.util.concurrent.TimeUnit.class)
        .orShould()
        .callMethod(
            java.util.concurrent.CompletableFuture.class,
            "completeOnTimeout",
            Object.class,
            long.class,
            java.util.concurrent.TimeUnit.class)
        .orShould()
        .callMethod(
            java.util.concurrent.CompletableFuture.class,
            "supplyAsync",
            java.util.function.Supplier.class)
        .orShould()
        .callMethod(java.util.concurrent.CompletableFuture.class, "runAsync", Runnable.class)
        .check(CLASSES);
  }
}
