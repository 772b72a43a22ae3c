/**
 * Tests without models, keys and sleeping: fake servers, scripted dispatchers, time that a test
 * moves, assertions, and the tests that every implementation has to pass.
 *
 * <p><b>A fake server</b> for a test, checked when the test ends ({@code testkit.junit}, {@code
 * testkit.server}):
 *
 * <pre>{@code
 * @Test
 * void asks(@ModelServer FakeModelServer server) {
 *   server.model("quick").answers("blue");
 *   server.model("stuck").plays(Fault.stallAfterHeaders());
 *   assertThat(askAt(server.baseUri(), "quick")).hasText("blue");
 * }                                      // fails if a call goes on, or a request was unmatched
 * }</pre>
 *
 * <p>{@code FakeOppiServer} ({@code testkit.oppi}) is the same for agent sessions that work in a
 * folder.
 *
 * <p><b>Record and replay</b>: {@code FakeModelServer.record(folder)} stands between a client and a
 * real server and keeps what is said, without keys and prompts; {@code
 * FakeModelServer.replay(folder)} says it again, strictly.
 *
 * <p><b>Scripted dispatchers and batches</b>, without sockets, on <b>virtual time</b>:
 *
 * <pre>{@code
 * var time = new VirtualTime();
 * var models = new ScriptedDispatcher(time);
 * models.target("openai/slow").after(Duration.ofSeconds(5)).answers("late");
 * models.target("openai/shy").fails(FailureKind.RATE_LIMITED).times(2).then().answers("well");
 * models.target("openai/live").every(Duration.ofSeconds(1)).streams("word by word");
 * Batch batch = models.batch().start(BatchRequest.of(targets, "Hi"));
 * time.advance(Duration.ofSeconds(5));                     // batch.result() is done now
 * }</pre>
 *
 * <p>{@code SecretCanary} plants a key and a prompt and looks for them where they must not be;
 * {@code contract.HostileText} is what answers could say to pass for parts of what shows them.
 *
 * <p><b>Assertions</b> whose messages show what is there and what to do ({@code testkit.assertj}),
 * and a listener that remembers:
 *
 * <pre>{@code
 * assertThat(result).hasText("blue").wasAnsweredBy("openai/b").hasAttempts(2);
 * assertThat(batch.await()).isPartial().slot(1).timedOut(TimedOut.Deadline.BATCH);
 * assertThat(heard.heard().of(1).names()).containsExactly("AttemptStarted", "Settled");
 * }</pre>
 *
 * <p><b>Contracts</b> for a dispatcher, batch, decorator or connector of your own ({@code
 * testkit.contract}):
 *
 * <pre>{@code
 * class MyDecoratorContractTest extends DecoratorContract {
 *   protected Dispatcher decorate(Dispatcher inner) { return new MyDecorator(inner); }
 * }
 * }</pre>
 *
 * <p>This package and the servers need neither JUnit nor AssertJ at run time. JUnit, 5.10 or later,
 * is yours to bring and the kit never chooses its version; AssertJ comes along. On the module path
 * the kit is the automatic module {@code dev.modeldispatch.testkit}: WireMock standalone carries
 * the module descriptor of another library, so it can be on the class path only, and only automatic
 * modules see that.
 */
@NullMarked
package dev.modeldispatch.testkit;

import org.jspecify.annotations.NullMarked;
