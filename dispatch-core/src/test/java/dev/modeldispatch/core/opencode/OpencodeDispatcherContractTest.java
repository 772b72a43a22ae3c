package dev.modeldispatch.core.opencode;

import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.core.ModelDispatch;
import dev.modeldispatch.testkit.contract.DispatcherContract;
import dev.modeldispatch.testkit.server.FakeOpencodeServer;
import org.junit.jupiter.api.AfterEach;

/** The front door's dispatcher over an opencode server keeps what a dispatcher keeps. */
class OpencodeDispatcherContractTest extends DispatcherContract {
  private static final int MODELS = 20;

  private int scripted;
  private final FakeOpencodeServer server = FakeOpencodeServer.start();
  private final ModelDispatch models = ModelDispatch.builder().opencode(server.baseUri()).build();

  OpencodeDispatcherContractTest() {
    for (int i = 1; i <= MODELS; i++) {
      server.model("fake/m" + i); // listed, since the list is read once
    }
    server.model("fake/failing").fails(FailureKind.AUTH_REJECTED);
    server.model("fake/hanging").hangs();
  }

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
    var target = ModelTarget.of("fake", "m" + ++scripted);
    server.model(target.toString()).answers(text);
    return target;
  }

  @Override
  protected ModelTarget failing() {
    return ModelTarget.of("fake", "failing");
  }

  @Override
  protected ModelTarget hanging() {
    return ModelTarget.of("fake", "hanging");
  }

  @Override
  protected void awaitWorking(int dispatches) throws InterruptedException {
    server.awaitRequests(dispatches, patience());
  }

  @Override
  protected void awaitIdle() throws InterruptedException {
    server.awaitRest(patience());
    server.awaitNoSessions(patience());
  }
}
