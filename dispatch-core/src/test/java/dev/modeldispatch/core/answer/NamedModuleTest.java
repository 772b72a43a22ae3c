package dev.modeldispatch.core.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records in a module of their own, which decides whom they are shown to. */
class NamedModuleTest {
  private static final Map<String, String> SOURCES =
      Map.of(
          "module-info.java", "module books { exports books.told; opens books.open; }",
          "books/told/Told.java", "package books.told; public record Told(int n) {}",
          "books/told/Kept.java", "package books.told; record Kept(int n) {}",
          "books/open/Open.java", "package books.open; record Open(int n) {}",
          "books/shut/Shut.java", "package books.shut; public record Shut(int n) {}");

  @TempDir private Path folder;
  private ClassLoader loader = ClassLoader.getSystemClassLoader();

  @BeforeEach
  void compile() throws IOException {
    for (var source : SOURCES.entrySet()) {
      Path file = folder.resolve(source.getKey());
      Files.createDirectories(file.getParent());
      Files.writeString(file, source.getValue());
    }
    String[] files =
        SOURCES.keySet().stream().map(folder::resolve).map(Path::toString).toArray(String[]::new);
    ToolProvider javac = ToolProvider.findFirst("javac").orElseThrow();
    assertThat(javac.run(System.out, System.err, files)).isZero();
    ModuleLayer boot = ModuleLayer.boot();
    Configuration books =
        boot.configuration().resolve(ModuleFinder.of(folder), ModuleFinder.of(), List.of("books"));
    loader = boot.defineModulesWithOneLoader(books, loader).findLoader("books");
  }

  @Test
  void publicRecordOfAnExportedPackageAndAnyOfAnOpenOneCanBeAnswers() throws Exception {
    for (String name : List.of("books.told.Told", "books.open.Open")) {
      assertThat(Answers.of(load(name)).read("{\"n\":7}").toString()).endsWith("[n=7]");
    }
  }

  @Test
  void hiddenRecordIsRefusedWithWhatItsModuleCanDo() throws Exception {
    for (String name : List.of("books.told.Kept", "books.shut.Shut")) {
      Class<? extends Record> hidden = load(name);

      assertThatIllegalArgumentException()
          .isThrownBy(() -> Answers.of(hidden))
          .withMessageContaining(
              "'opens " + hidden.getPackageName() + " to dev.modeldispatch.core;'");
    }
  }

  private Class<? extends Record> load(String name) throws ClassNotFoundException {
    return loader.loadClass(name).asSubclass(Record.class);
  }
}
