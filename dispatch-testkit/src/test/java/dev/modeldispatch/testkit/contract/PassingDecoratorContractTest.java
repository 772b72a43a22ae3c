package dev.modeldispatch.testkit.contract;

import dev.modeldispatch.Dispatcher;

class PassingDecoratorContractTest extends DecoratorContract {
  @Override
  protected Dispatcher decorate(Dispatcher inner) {
    return (target, prompt, listener) -> inner.dispatchAsync(target, prompt, listener);
  }
}
