/**
 * Who may go to a provider, and when: places with a fair queue, rates, and a circuit breaker, one
 * lane for each provider. Nothing here blocks a thread or sends anything.
 *
 * <pre>{@code
 * Entry entry = lane.enter(wish);          // Go(pass), Wait(for what), or Refused(why)
 * lane.withdraw(wish);                     // it is no longer wanted
 * pass.ended(reply);                       // once for each pass; lets the next one go
 * }</pre>
 *
 * <p>Resilience4j's breaker counts; when it opens, closes and lets a probe through is decided under
 * the lane's lock and on the injected time, so that no probe can leave it stuck.
 */
@NullMarked
package dev.modeldispatch.core.limit;

import org.jspecify.annotations.NullMarked;
