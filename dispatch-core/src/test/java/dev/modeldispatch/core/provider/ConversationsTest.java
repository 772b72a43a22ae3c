package dev.modeldispatch.core.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.Session;
import dev.modeldispatch.connector.Call;
import dev.modeldispatch.connector.Reply;
import dev.modeldispatch.testkit.ProbeCall;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConversationsTest {
  private static final ModelTarget TARGET = ModelTarget.of("p", "m");

  private final Conversations conversations = new Conversations();
  private final List<History> seen = new ArrayList<>();

  @Test
  void theOneUsedLongestAgoGoesAndNoneThatIsInUse() {
    Session busy = begin();
    Call running = enter(busy, (call, before) -> {});
    Session old = begin();
    Session used = begin();
    for (int i = 3; i < Conversations.MAX_KEPT; i++) {
      begin();
    }
    ask(used);

    begin();

    assertThat(conversations.size()).isEqualTo(Conversations.MAX_KEPT);
    assertThat(kinds(old)).containsExactly(FailureKind.INVALID_REQUEST);
    assertThat(kinds(used)).isEmpty();
    assertThat(running.isOver()).isFalse();
    ((ProbeCall) running).abort();
    assertThat(kinds(busy)).isEmpty();
  }

  @Test
  void idsAreLongAndNeverTheSame() {
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < 500; i++) {
      ids.add(begin().id().orElseThrow());
    }

    assertThat(ids).hasSize(500).allMatch(id -> id.matches("chat_[0-9a-v]{20,26}"));
  }

  @Test
  void attemptThatThrowsWhenItsTurnComesIsAFailureOfItsOwn() {
    Session session = begin();
    ProbeCall first = enter(session, (call, before) -> {});
    ProbeCall second =
        enter(
            session,
            (call, before) -> {
              throw new IllegalStateException("a dialect");
            });

    first.abort();

    assertThat(second.reply().flatMap(Reply::failure).map(Failure::kind))
        .contains(FailureKind.UNKNOWN);
    assertThat(kinds(session)).isEmpty();
  }

  @Test
  void closedOnesAreGoneAndNobodyGoesOn() {
    Session session = begin();
    ProbeCall first = enter(session, (call, before) -> {});
    ProbeCall second = enter(session, (call, before) -> seen.add(before));
    seen.clear();

    conversations.close();
    first.abort();

    assertThat(second.reply().flatMap(Reply::failure).map(Failure::kind))
        .contains(FailureKind.CANCELLED);
    assertThat(seen).isEmpty();
    assertThat(conversations.size()).isZero();
  }

  @Test
  void talkPassesEveryWordOfItsCallOn() {
    List<String> own = Arrays.stream(Talk.class.getDeclaredMethods()).map(Method::getName).toList();

    assertThat(Arrays.stream(Call.class.getDeclaredMethods()).map(Method::getName))
        .allSatisfy(word -> assertThat(own).contains(word));
  }

  @Test
  void noStringHoldsWhatWasSaid() {
    var history = History.none().with(Prompt.builder("canary").system("canary").build(), "canary");

    assertThat(history + " " + history.turns() + " " + conversations).doesNotContain("canary");
  }

  private Session begin() {
    return ask(Session.kept()).session().orElseThrow();
  }

  private ProbeCall ask(Session session) {
    return enter(
        session,
        (call, before) -> {
          seen.add(before);
          call.settle(Reply.answer("well").build());
        });
  }

  private List<FailureKind> kinds(Session session) {
    return ask(session).reply().flatMap(Reply::failure).map(Failure::kind).stream().toList();
  }

  private ProbeCall enter(Session session, Conversations.Next next) {
    var call = new ProbeCall(TARGET, Prompt.builder("hi").session(session).build());
    conversations.enter(call, next);
    return call;
  }
}
