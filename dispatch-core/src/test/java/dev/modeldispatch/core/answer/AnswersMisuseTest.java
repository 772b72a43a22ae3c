package dev.modeldispatch.core.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchIllegalArgumentException;

import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What cannot be an answer is refused when the format is made, with the valid choice. */
class AnswersMisuseTest {
  @SuppressWarnings("rawtypes") // that is the misuse
  record Raw(List list) {}

  record Wild(List<? extends Number> list) {}

  record Generic<T>(T value) {}

  record OfGeneric(Generic<String> value) {}

  @SuppressWarnings("ArrayRecordComponent") // that is the misuse
  record Arrays(List<String[]> value, int[] ints) {}

  record Odd(Date date) {}

  record Numbered(Map<Integer, String> map) {}

  record Twice(Optional<Optional<String>> value) {}

  record Tree(String name, List<Tree> children) {}

  enum Nothing {}

  record Empty(Nothing nothing) {}

  sealed interface Tagged {}

  record Tag(String type) implements Tagged {}

  enum Constant implements Tagged {
    ONE
  }

  record OfTagged(Tagged tagged) {}

  sealed interface Named {}

  record OfNamed(Named named) {}

  static final class One {
    record Same() implements Named {}
  }

  static final class Two {
    record Same() implements Named {}
  }

  record A(B a, B b, B c, B d) {}

  record B(C a, C b, C c, C d) {}

  record C(D a, D b, D c, D d) {}

  record D(E a, E b, E c, E d) {}

  record E(F a, F b, F c, F d) {}

  record F(int a, int b, int c, int d) {}

  static Stream<Arguments> misuses() {
    return Stream.of(
        Arguments.of(Record.class, "Answers.of(Record): Record is no record"),
        Arguments.of(Raw.class, "Raw.list List is raw or generic; say of what"),
        Arguments.of(Wild.class, "Wild.list[] '? extends java.lang.Number' is no type"),
        Arguments.of(Generic.class, "Generic is generic; write a record"),
        Arguments.of(OfGeneric.class, "OfGeneric.value "),
        Arguments.of(Arrays.class, "2 problems: Arrays.value[] is an array; use List<X>"),
        Arguments.of(Odd.class, "Odd.date Date is not supported; use String, boolean"),
        Arguments.of(Numbered.class, "Numbered.map is a map by Integer; use Map<String, X>"),
        Arguments.of(Twice.class, "Twice.value is an Optional of an Optional"),
        Arguments.of(Tree.class, "Tree.children[] leads back to Tree"),
        Arguments.of(Empty.class, "Empty.nothing Nothing is not supported"),
        Arguments.of(OfTagged.class, "OfTagged.tagged(Tag): the name 'type'"),
        Arguments.of(OfTagged.class, "OfTagged.tagged(Constant) is no plain record"),
        Arguments.of(OfNamed.class, "two records of Named have one simple name"),
        Arguments.of(A.class, "40 levels or 1000 components"));
  }

  @ParameterizedTest
  @MethodSource("misuses")
  void typeThatCannotBeAnAnswerIsRefused(Class<? extends Record> type, String problem) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Answers.of(type))
        .withMessageContaining(problem)
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(500));
  }

  record Many(Date date, Set<Raw> raws, Map<Long, Wild> map, Tree tree) {}

  @Test
  void allProblemsAreToldAtOnce() {
    assertThat(catchIllegalArgumentException(() -> Answers.of(Many.class)))
        .hasMessageContaining("4 problems: ")
        .hasMessageContaining("Many.date ")
        .hasMessageContaining("Many.raws[].list ")
        .hasMessageContaining("Many.map ")
        .hasMessageContaining("Many.tree.children[] ");
  }

  @Test
  void localRecordCanBeAnAnswer() {
    record Local(int n) {}

    assertThat(Answers.of(Local.class).read("{\"n\":7}")).isEqualTo(new Local(7));
  }
}
