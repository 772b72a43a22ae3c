package dev.modeldispatch.testkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses KIT =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.modeldispatch.testkit");

  @Test
  void theKitKnowsNothingOfTheEngineThatItTests() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.modeldispatch.core..")
        .because("a fake that knows the engine copies its mistakes")
        .check(KIT);
  }

  @Test
  void nothingSleeps() {
    noClasses()
        .should()
        .callMethod(Thread.class, "sleep", long.class)
        .orShould()
        .callMethodWhere(
            DescribedPredicate.describe(
                "a hidden timer of CompletableFuture",
                call ->
                    call.getTargetOwner().isEquivalentTo(CompletableFuture.class)
                        && (call.getName().equals("orTimeout")
                            || call.getName().equals("completeOnTimeout")
                            || call.getName().equals("delayedExecutor"))))
        .check(KIT);
  }

  @Test
  void socketsAreForTheServersAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.modeldispatch.testkit.server..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.nio.channels..", "com.github.tomakehurst..")
        .check(KIT);
  }

  @Test
  void fakesWorkWithoutJunitAndAssertj() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.modeldispatch.testkit",
            "dev.modeldispatch.testkit.server..",
            "dev.modeldispatch.testkit.oppi..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.junit..", "org.opentest4j..", "org.assertj..")
        .because("a demo with a fake server is no test")
        .check(KIT);
  }

  @Test
  void aPackageHasAtMostEightPublicTypes() {
    var sizes =
        KIT.stream()
            .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
            .filter(JavaClass::isTopLevelClass)
            .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));

    assertThat(sizes).allSatisfy((name, size) -> assertThat(size).as(name).isLessThanOrEqualTo(8L));
  }
}
