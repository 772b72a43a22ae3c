/**
 * Counts what was used: bytes, tokens, time and money by case, step and target, over any
 * dispatcher.
 *
 * <pre>{@code
 * var ledger = new UsageLedger();
 * Dispatcher counted = TokenTracking.over(models.dispatcher(), ledger);
 * System.out.println(ledger.text());                  // or ledger.json(), ledger.write(path)
 * }</pre>
 *
 * <p>Tokens are the provider's where it reports them; else they are a fourth of the bytes, and
 * marked as an estimate. Uses nothing but the API and {@code internal}.
 */
@NullMarked
package dev.modeldispatch.core.usage;

import org.jspecify.annotations.NullMarked;
