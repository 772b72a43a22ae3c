/**
 * What every dispatcher, batch dispatcher, decorator and connector keeps, as JUnit 5 tests to
 * extend: fill in the hooks, and they run against yours.
 *
 * <p><b>Your own dispatcher</b>, {@link dev.modeldispatch.testkit.contract.DispatcherContract}:
 * name targets that answer, fail and hang, and two ways to wait, until work is under way and until
 * none is left. What has a clock moves it in {@code letPass}.
 *
 * <pre>{@code
 * class MyDispatcherContractTest extends DispatcherContract {
 *   private final VirtualTime time = new VirtualTime();
 *   private final MyDispatcher mine = new MyDispatcher(time);
 *   protected Dispatcher dispatcher() { return mine; }
 *   protected ModelTarget answering(String text) { return mine.scripted(text); }
 *   protected ModelTarget failing() { return ModelTarget.parse("mine/failing"); }
 *   protected ModelTarget hanging() { return ModelTarget.parse("mine/hanging"); }
 *   protected void awaitWorking(int dispatches) { mine.awaitRunning(dispatches); }
 *   protected void awaitIdle() { mine.awaitRunning(0); }
 *   protected void letPass(Duration passed) { time.advance(passed); }
 * }
 * }</pre>
 *
 * <p><b>Your own decorator</b>, a dispatcher before another one, {@link
 * dev.modeldispatch.testkit.contract.DecoratorContract}: one hook. It keeps all that a dispatcher
 * keeps, and passes target, prompt, listener, cancel and result on as they are, once. What it
 * changes on purpose it says in {@code assertPassedOn} and {@code assertPassedBack}.
 *
 * <pre>{@code
 * class LabellingDispatcherContractTest extends DecoratorContract {
 *   protected Dispatcher decorate(Dispatcher inner) { return new LabellingDispatcher(inner); }
 *   protected void assertPassedOn(Prompt given, Prompt passed) {
 *     assertThat(passed.labels()).containsEntry("team", "search");
 *     assertThat(passed.text()).isEqualTo(given.text());
 *   }
 * }
 * }</pre>
 *
 * <p><b>Your own batch</b>, {@link dev.modeldispatch.testkit.contract.BatchDispatcherContract}: one
 * hook. It is handed dispatchers, hostile ones included, with timers and a clock on virtual time.
 *
 * <pre>{@code
 * class MyBatchContractTest extends BatchDispatcherContract {
 *   protected BatchDispatcher batchOver(
 *       Dispatcher dispatcher, ScheduledExecutorService timers, InstantSource clock) {
 *     return new MyBatch(dispatcher, timers, clock);
 *   }
 * }
 * }</pre>
 *
 * <p><b>Your own connector</b>, {@link dev.modeldispatch.testkit.contract.ConnectorContract}: one
 * hook, your connector to a fake server that stalls, cuts, resets and lies.
 *
 * <pre>{@code
 * class MyConnectorContractTest extends ConnectorContract {
 *   protected ModelConnector connectorTo(URI baseUri) { return new MyConnector(baseUri); }
 * }
 * }</pre>
 *
 * <p>JUnit makes an instance for each test, so hooks may keep what they make in fields; close it in
 * an {@code @AfterEach}. Tests that wait do so for at most {@code patience()} of real time, ten
 * seconds by default, and only for what has to come. A failing rule's name says what is not kept.
 * For each rule there is an implementation here that breaks it, and a test that the rule notices.
 * {@link dev.modeldispatch.testkit.contract.HostileDispatcher} is for tests of your own of what
 * stands above dispatchers, {@link dev.modeldispatch.testkit.contract.Door} for those that have to
 * hold for both ways into one.
 */
@NullMarked
package dev.modeldispatch.testkit.contract;

import org.jspecify.annotations.NullMarked;
