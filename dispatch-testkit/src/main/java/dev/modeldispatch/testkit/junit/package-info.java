/**
 * Fake model servers for JUnit 5.10 and later: started for a test, checked when it ends, closed.
 *
 * <pre>{@code
 * @Test
 * void asks(@ModelServer FakeModelServer server, @ModelServer AttemptLedger ledger) {
 *   server.model("quick").answers("blue");
 *   try (var client = clientOf(server.baseUri())) {
 *     assertThat(ledger.over(client).dispatch(target, "Hi")).hasText("blue");
 *   }
 * }         // fails if a request was unmatched, a call goes on, or an attempt was not reported
 * }</pre>
 *
 * <p>By parameter, by field, or with {@link dev.modeldispatch.testkit.junit.ModelServerExtension}
 * in a registered field. Each {@link dev.modeldispatch.testkit.junit.Check} can be switched, and
 * its message says what is there and what to do. The failures of the checks join those of the test
 * as suppressed exceptions.
 */
@NullMarked
package dev.modeldispatch.testkit.junit;

import org.jspecify.annotations.NullMarked;
