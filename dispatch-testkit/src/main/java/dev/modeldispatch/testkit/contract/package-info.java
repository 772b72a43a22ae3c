/**
 * What every dispatcher, batch dispatcher and connector keeps, as JUnit 5 tests to extend.
 *
 * <pre>{@code
 * class MyDispatcherContractTest extends DispatcherContract {
 *   private final VirtualTime time = new VirtualTime();
 *   private final MyDispatcher mine = new MyDispatcher(time);
 *   protected Dispatcher dispatcher() { return mine; }     // and the few other hooks
 * }
 * }</pre>
 *
 * <p>{@link dev.modeldispatch.testkit.contract.DispatcherContract} asks for targets that answer,
 * fail and hang, and for two ways to wait: until work is under way, and until none is left. {@link
 * dev.modeldispatch.testkit.contract.BatchDispatcherContract} asks for one thing: your batch over
 * the dispatcher, timers and clock that it hands out. {@link
 * dev.modeldispatch.testkit.contract.ConnectorContract} asks for your connector to a fake server.
 *
 * <p>JUnit makes an instance for each test, so hooks may keep what they make in fields; close it in
 * an {@code @AfterEach}. Tests that wait do so for at most ten seconds of real time, and only for
 * what has to come.
 */
@NullMarked
package dev.modeldispatch.testkit.contract;

import org.jspecify.annotations.NullMarked;
