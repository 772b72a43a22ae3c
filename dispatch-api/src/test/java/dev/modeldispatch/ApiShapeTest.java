package dev.modeldispatch;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ApiShapeTest {
  private static final int MOST_PUBLIC_TYPES = 35;
  private static final Set<String> TIMERS =
      Set.of("orTimeout", "completeOnTimeout", "delayedExecutor");
  private static final Set<String> POOLED = Set.of("supplyAsync", "runAsync");
  private static final JavaClasses API =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.modeldispatch");

  @Test
  void theApiNeedsTheJdkAlone() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("dev.modeldispatch..", "java..", "org.jspecify.annotations")
        .check(API);
  }

  @Test
  void theApiStaysSmall() {
    var types =
        API.stream()
            .filter(
                type -> type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC))
            .map(JavaClass::getName)
            .toList();

    assertThat(types).hasSizeBetween(20, MOST_PUBLIC_TYPES);
  }

  @Test
  void publicTypesLiveInTheTwoExportedPackages() {
    classes()
        .that()
        .arePublic()
        .should()
        .resideInAnyPackage("dev.modeldispatch", "dev.modeldispatch.connector")
        .check(API);
  }

  @Test
  void noCodeReadsAClockOrSleeps() {
    noClasses()
        .should()
        .accessTargetWhere(describe("reads a clock or sleeps", c -> isClock(c.getTarget())))
        .check(API);
  }

  @Test
  void noCodeUsesTheTimersAndThePoolOfTheJdk() {
    noClasses()
        .should()
        .accessTargetWhere(describe("uses a hidden timer or pool", c -> isHidden(c.getTarget())))
        .check(API);
  }

  private static boolean isClock(AccessTarget target) {
    return is(target, Thread.class, Set.of("sleep"))
        || is(target, System.class, Set.of("nanoTime", "currentTimeMillis"))
        || is(target, Instant.class, Set.of("now"));
  }

  private static boolean isHidden(AccessTarget target) {
    return is(target, CompletableFuture.class, TIMERS)
        || (is(target, CompletableFuture.class, POOLED)
            && target instanceof AccessTarget.CodeUnitAccessTarget method
            && method.getRawParameterTypes().size() == 1);
  }

  private static boolean is(AccessTarget target, Class<?> owner, Set<String> names) {
    return target.getOwner().isAssignableTo(owner) && names.contains(target.getName());
  }
}
