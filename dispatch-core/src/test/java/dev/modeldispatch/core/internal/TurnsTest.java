package dev.modeldispatch.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private final Turns turns = new Turns();
  private final List<String> called = new ArrayList<>();

  @Test
  void whoComesIsCalledInOrderAndOneAtATime() {
    assertThat(turns.enter("s", () -> called.add("nobody"))).isTrue();
    assertThat(turns.enter("s", () -> called.add("first"))).isFalse();
    assertThat(turns.enter("s", () -> called.add("second"))).isFalse();
    assertThat(turns.enter("other", () -> called.add("nobody"))).isTrue();

    turns.leave("s");
    assertThat(called).containsExactly("first");
    turns.leave("s");
    assertThat(called).containsExactly("first", "second");
    turns.leave("s");

    assertThat(turns.isTaken("s")).isFalse();
    assertThat(turns.isTaken("other")).isTrue();
  }

  @Test
  void whoGivesUpIsNotCalled() {
    Runnable first = () -> called.add("first");
    turns.enter("s", first);
    turns.enter("s", first);

    assertThat(turns.withdraw("s", first)).isTrue();
    turns.leave("s");

    assertThat(turns.withdraw("s", first)).isFalse();
    assertThat(called).isEmpty();
    assertThat(turns.isTaken("s")).isFalse();
  }

  @Test
  void lineOfManyThatLeaveAtOnceIsNoDeepStack() {
    turns.enter("s", () -> {});
    int many = 100_000;
    for (int i = 0; i < many; i++) {
      turns.enter(
          "s",
          () -> {
            called.add("one");
            turns.leave("s");
          });
    }

    turns.leave("s");

    assertThat(called).hasSize(many);
    assertThat(turns.isTaken("s")).isFalse();
  }
}
