package dev.modeldispatch.testkit.junit;

import dev.modeldispatch.testkit.oppi.FakeOppiServer;
import dev.modeldispatch.testkit.server.FakeModelServer;
import dev.modeldispatch.testkit.server.FakeOpencodeServer;
import dev.modeldispatch.testkit.server.ServerCall;
import java.time.Duration;
import java.util.List;

/** What the checks ask of a fake server, whichever it is. */
interface Watched {
  /** A wait for something that the server will see. */
  @FunctionalInterface
  interface Wait {
    void within(Duration limit) throws InterruptedException;
  }

  Object server();

  String where();

  int promptRequests();

  List<String> unmatched();

  List<ServerCall> running();

  List<String> runningSessions();

  List<String> sessions();

  int connections();

  /** The wait after which the check can be made. */
  Wait before(Check check);

  void close();

  /** A server that talks like a provider. */
  record Models(FakeModelServer server) implements Watched {
    @Override
    public String where() {
      return "FakeModelServer at port " + server.baseUri().getPort();
    }

    @Override
    public int promptRequests() {
      return server.promptRequests();
    }

    @Override
    public List<String> unmatched() {
      return server.unmatched();
    }

    @Override
    public List<ServerCall> running() {
      return server.calls().stream().filter(call -> !call.isOver()).toList();
    }

    @Override
    public List<String> runningSessions() {
      return List.of();
    }

    @Override
    public List<String> sessions() {
      return List.of();
    }

    @Override
    public int connections() {
      return server.openConnections();
    }

    @Override
    public Wait before(Check check) {
      return switch (check) {
        case RUNNING_CALLS -> server::awaitIdle;
        case OPEN_CONNECTIONS -> server::awaitAllClosed;
        case UNMATCHED_REQUESTS, OPEN_SESSIONS, HIDDEN_SENDS -> limit -> {};
      };
    }

    @Override
    public void close() {
      server.close();
    }
  }

  /** A session server. */
  record Opencode(FakeOpencodeServer server) implements Watched {
    @Override
    public String where() {
      return "FakeOpencodeServer at port " + server.baseUri().getPort();
    }

    @Override
    public int promptRequests() {
      return server.promptRequests();
    }

    @Override
    public List<String> unmatched() {
      return server.unmatched();
    }

    /** Event streams are no calls: a client may keep one for as long as it is open. */
    @Override
    public List<ServerCall> running() {
      return server.calls().stream()
          .filter(call -> !call.isOver() && !call.played().equals("events"))
          .toList();
    }

    @Override
    public List<String> runningSessions() {
      return server.runningSessions();
    }

    @Override
    public List<String> sessions() {
      return server.openSessions();
    }

    @Override
    public int connections() {
      return server.openConnections();
    }

    @Override
    public Wait before(Check check) {
      return switch (check) {
        case RUNNING_CALLS ->
            limit -> {
              server.awaitIdle(limit);
              server.awaitRest(limit);
            };
        case OPEN_CONNECTIONS -> server::awaitAllClosed;
        case OPEN_SESSIONS -> server::awaitNoSessions;
        case UNMATCHED_REQUESTS, HIDDEN_SENDS -> limit -> {};
      };
    }

    @Override
    public void close() {
      server.close();
    }
  }

  /** A server of agent sessions; its prompts are not a dispatcher's attempts. */
  record Oppi(FakeOppiServer server) implements Watched {
    @Override
    public String where() {
      return "FakeOppiServer at port " + server.baseUri().getPort();
    }

    @Override
    public int promptRequests() {
      return 0;
    }

    @Override
    public List<String> unmatched() {
      return server.unmatched();
    }

    @Override
    public List<ServerCall> running() {
      return List.of();
    }

    @Override
    public List<String> runningSessions() {
      return server.runningSessions();
    }

    @Override
    public List<String> sessions() {
      return server.openSessions();
    }

    @Override
    public int connections() {
      return server.openConnections();
    }

    @Override
    public Wait before(Check check) {
      return switch (check) {
        case RUNNING_CALLS -> server::awaitRest;
        case OPEN_CONNECTIONS -> server::awaitAllClosed;
        case OPEN_SESSIONS -> server::awaitNoSessions;
        case UNMATCHED_REQUESTS, HIDDEN_SENDS -> limit -> {};
      };
    }

    @Override
    public void close() {
      server.close();
    }
  }
}
