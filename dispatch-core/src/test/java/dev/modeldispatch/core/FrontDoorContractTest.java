package dev.modeldispatch.core;

import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.testkit.contract.DispatcherContract;
import dev.modeldispatch.testkit.server.FakeModelServer;
import org.junit.jupiter.api.AfterEach;

/** The front door's dispatcher over sockets keeps what a dispatcher keeps. */
class FrontDoorContractTest extends DispatcherContract {
  private boolean hangs;
  private int scripted;
  private final FakeModelServer server = FakeModelServer.start();
  private final ModelDispatch models =
      ModelDispatch.builder().openaiCompatible("fake", server.baseUri()).build();

  @AfterEach
  void close() {
    models.close();
    server.close();
  }

  @Override
  protected Dispatcher dispatcher() {
    return models.dispatcher();
  }

  @Override
  protected ModelTarget answering(String text) {
    String name = "answering" + ++scripted;
    server.model(name).answers(text);
    return ModelTarget.of("fake", name);
  }

  @Override
  protected ModelTarget failing() {
    server.model("failing").fails(FailureKind.AUTH_REJECTED);
    return ModelTarget.of("fake", "failing");
  }

  @Override
  protected ModelTarget hanging() {
    if (!hangs) {
      hangs = true;
      server.model("hanging").hangs();
    }
    return ModelTarget.of("fake", "hanging");
  }

  @Override
  protected void awaitWorking(int dispatches) throws InterruptedException {
    server.awaitRequests(dispatches, patience());
  }

  @Override
  protected void awaitIdle() throws InterruptedException {
    server.awaitIdle(patience());
  }
}
