package com.example.review;

import static dev.modeldispatch.testkit.assertj.ModelAssertions.assertThat;

import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.testkit.contract.DecoratorContract;

class LabellingDispatcherContractTest extends DecoratorContract {
  @Override
  protected Dispatcher decorate(Dispatcher inner) {
    return new LabellingDispatcher(inner, "search");
  }

  @Override
  protected void assertPassedOn(Prompt given, Prompt passed) {
    assertThat(passed.labels()).containsOnly(java.util.Map.entry("team", "search"));
    assertThat(passed.text()).isEqualTo(given.text());
  }
}
