package dev.modeldispatch.testkit.junit;

import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.testkit.contract.DecoratorContract;

class AttemptLedgerContractTest extends DecoratorContract {
  @Override
  protected Dispatcher decorate(Dispatcher inner) {
    return new AttemptLedger().over(inner);
  }
}
