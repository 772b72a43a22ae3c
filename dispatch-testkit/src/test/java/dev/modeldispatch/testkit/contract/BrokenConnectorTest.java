package dev.modeldispatch.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.Attempt;
import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.Session;
import dev.modeldispatch.connector.Call;
import dev.modeldispatch.connector.ModelConnector;
import dev.modeldispatch.connector.Reply;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each rule of the contract is broken once, and the contract has to catch it. */
class BrokenConnectorTest {
  @ParameterizedTest
  @CsvSource({
    "SettlingTwice,  manyCallsAtOnceEachEndOnce",
    "SettlingNever,  anAnswerIsReportedWithItsUsageAndAsSent",
    "Unabortable,    anAbortIsSeenByTheServer",
    "Unabortable,    aCallThatIsOverBeforeItBeginsSendsNothing",
    "SureOfItself,   aRefusedConnectionIsUnreachableAndNothingWasSent",
    "SureOfItself,   aResetWithoutAReplyMayHaveBeenSent",
    "Retrying,       aResetWithoutAReplyMayHaveBeenSent",
    "Credulous,      anOddAnswerIsNamedForWhatItIs",
    "Vague,          anErrorReplyIsNamedAfterItsKind",
    "Unclosable,     closingEndsWhatIsRunning",
    "Nameless,       itNamesItsProviders",
    "Hopeful,        aFaultIsNeverAnAnswerUnlessTheAnswerArrives",
    "AbortingAll,    anAbortOfOneCallLeavesTheOthers",
    "Quoting,        noStringHoldsAnAnswer",
    "Silent,         anAnswerIsReportedWithItsUsageAndAsSent",
    "Forgetful,      aConversationGoesOnWithWhatWasSaidBefore",
    "Forgetful,      anUnknownConversationIsAFailureAndNoFreshStart",
  })
  void theContractCatchesIt(String broken, String test) throws Exception {
    var type = Class.forName(BrokenConnectorTest.class.getName() + "$" + broken);

    var summary = ContractRun.of(type, test);

    assertThat(summary.getTestsFailedCount()).isPositive();
  }

  /** What all of them break is the connector of a test that passes. */
  abstract static class Breaking extends ConnectorContract {
    @Override
    protected final ModelConnector connectorTo(URI baseUri) {
      return new PlainConnector(baseUri) {
        @Override
        public void call(Call call) {
          super.call(broken(this, call));
        }

        @Override
        public boolean keepsSessions() {
          return saysThatItKeepsSessions();
        }

        @Override
        public Set<String> providers() {
          return named(super.providers());
        }

        @Override
        public void close() {
          if (closes()) {
            super.close();
          }
        }
      };
    }

    @Override
    protected final Duration patience() {
      return Duration.ofSeconds(1);
    }

    Set<String> named(Set<String> providers) {
      return providers;
    }

    boolean closes() {
      return true;
    }

    boolean saysThatItKeepsSessions() {
      return false;
    }

    Call broken(PlainConnector connector, Call call) {
      return call;
    }
  }

  static class SettlingTwice extends Breaking {
    @Override
    Call broken(PlainConnector connector, Call call) {
      return new PassingCall(call) {
        @Override
        public boolean settle(Reply reply) {
          boolean first = super.settle(reply);
          return super.settle(reply) || first;
        }
      };
    }
  }

  static class SettlingNever extends Breaking {
    @Override
    Call broken(PlainConnector connector, Call call) {
      return new PassingCall(call) {
        @Override
        public boolean settle(Reply reply) {
          return false;
        }
      };
    }
  }

  static class Unabortable extends Breaking {
    @Override
    Call broken(PlainConnector connector, Call call) {
      return new PassingCall(call) {
        @Override
        public void onAbort(Runnable abort) {
          // Forgets it.
        }

        @Override
        public boolean isOver() {
          return false;
        }
      };
    }
  }

  static class SureOfItself extends Breaking {
    @Override
    Call broken(PlainConnector connector, Call call) {
      return new PassingCall(call) {
        @Override
        public boolean settle(Reply reply) {
          return super.settle(
              reply
                  .failure()
                  .map(f -> Reply.failure(f).sent(Attempt.Sent.YES).build())
                  .orElse(reply));
        }
      };
    }
  }

  static class Retrying extends Breaking {
    @Override
    Call broken(PlainConnector connector, Call call) {
      return new PassingCall(call) {
        private boolean tried;

        @Override
        public boolean settle(Reply reply) {
          if (!tried && reply.failure().isPresent()) {
            tried = true;
            connector.begin(this);
            return false;
          }
          return super.settle(reply);
        }
      };
    }
  }

  static class Credulous extends Breaking {
    @Override
    Call broken(PlainConnector connector, Call call) {
      return new PassingCall(call) {
        @Override
        public boolean settle(Reply reply) {
          boolean cut =
              reply.failure().filter(f -> f.kind() == FailureKind.OUTPUT_TRUNCATED).isPresent();
          return super.settle(cut ? Reply.answer("All is").build() : reply);
        }
      };
    }
  }

  static class Vague extends Breaking {
    @Override
    Call broken(PlainConnector connector, Call call) {
      return new PassingCall(call) {
        @Override
        public boolean settle(Reply reply) {
          return super.settle(PlainConnector.failed(FailureKind.UNKNOWN, Attempt.Sent.YES));
        }
      };
    }
  }

  static class Unclosable extends Breaking {
    @Override
    boolean closes() {
      return false;
    }
  }

  static class Silent extends Breaking {
    @Override
    Call broken(PlainConnector connector, Call call) {
      return new PassingCall(call) {
        @Override
        public void sending() {
          // Forgets it.
        }
      };
    }
  }

  static class Forgetful extends Breaking {
    @Override
    boolean saysThatItKeepsSessions() {
      return true;
    }

    @Override
    Call broken(PlainConnector connector, Call call) {
      call.kept(Session.continued("nobody"));
      return call;
    }
  }

  static class Nameless extends Breaking {
    @Override
    Set<String> named(Set<String> providers) {
      return Set.of();
    }
  }

  /** Takes what had come for the answer. */
  static class Hopeful extends Breaking {
    @Override
    Call broken(PlainConnector connector, Call call) {
      return new PassingCall(call) {
        @Override
        public boolean settle(Reply reply) {
          return super.settle(reply.failure().isPresent() ? Reply.answer("All is").build() : reply);
        }
      };
    }
  }

  static class AbortingAll extends Breaking {
    @Override
    Call broken(PlainConnector connector, Call call) {
      return new PassingCall(call) {
        @Override
        public void onAbort(Runnable abort) {
          super.onAbort(connector::close);
        }
      };
    }
  }

  /** Quotes the provider's body in its own words. */
  static class Quoting extends Breaking {
    @Override
    Call broken(PlainConnector connector, Call call) {
      return new PassingCall(call) {
        @Override
        public boolean settle(Reply reply) {
          var quoting = Failure.builder(FailureKind.SERVER_ERROR, "It says: canary-answer").build();
          return super.settle(reply.failure().isPresent() ? Reply.failure(quoting).build() : reply);
        }
      };
    }
  }

  /** A call that passes everything on, to be broken in one place. */
  abstract static class PassingCall implements Call {
    private final Call to;

    PassingCall(Call to) {
      this.to = to;
    }

    @Override
    public ModelTarget target() {
      return to.target();
    }

    @Override
    public Prompt prompt() {
      return to.prompt();
    }

    @Override
    public Duration remaining() {
      return to.remaining();
    }

    @Override
    public void onAbort(Runnable abort) {
      to.onAbort(abort);
    }

    @Override
    public boolean isOver() {
      return to.isOver();
    }

    @Override
    public void whenSettled(Consumer<ModelResult> follower) {
      to.whenSettled(follower);
    }

    @Override
    public void sending() {
      to.sending();
    }

    @Override
    public void text(DispatchEvent.Text.Kind kind, String piece) {
      to.text(kind, piece);
    }

    @Override
    public boolean settle(Reply reply) {
      return to.settle(reply);
    }
  }
}
