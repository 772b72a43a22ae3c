package dev.modeldispatch.testkit.oppi;

import java.util.Collection;
import java.util.Optional;

/** What the server as a whole is set to. Guarded by the core's monitor. */
final class OppiRules {
  private String token = "oppi-token";
  private boolean ignoresPrompt;
  private int perWorkspace = Integer.MAX_VALUE;
  private int global = Integer.MAX_VALUE;
  private int eventsKept = 500;
  private int fragmentsOf = Integer.MAX_VALUE;
  private int maxMessage = 1 << 20;

  String token() {
    return token;
  }

  void token(String secret) {
    token = secret;
  }

  boolean ignoresPrompt() {
    return ignoresPrompt;
  }

  void ignoresPrompt(boolean old) {
    ignoresPrompt = old;
  }

  void perWorkspace(int sessions) {
    perWorkspace = sessions;
  }

  void global(int sessions) {
    global = sessions;
  }

  int eventsKept() {
    return eventsKept;
  }

  void eventsKept(int count) {
    eventsKept = count;
  }

  int fragmentsOf() {
    return fragmentsOf;
  }

  void fragmentsOf(int bytes) {
    fragmentsOf = bytes;
  }

  int maxMessage() {
    return maxMessage;
  }

  void maxMessage(int bytes) {
    maxMessage = bytes;
  }

  boolean allows(OppiRequest request) {
    return request.header("authorization").equals("Bearer " + token);
  }

  /** Returns the refusal of one session more in this workspace; its limit is looked at first. */
  Optional<OppiAnswer> full(Collection<OppiSession> sessions, String workspace) {
    long all = sessions.stream().filter(OppiSession::isLive).count();
    long here =
        sessions.stream().filter(s -> s.isLive() && s.workspace().id().equals(workspace)).count();
    if (here >= perWorkspace) {
      return Optional.of(
          limit("Workspace session limit reached", perWorkspace, "SESSION_LIMIT_WORKSPACE"));
    }
    return all >= global
        ? Optional.of(limit("Global session limit reached", global, "SESSION_LIMIT_GLOBAL"))
        : Optional.empty();
  }

  private static OppiAnswer limit(String what, int limit, String code) {
    return OppiAnswer.error(429, what + " (" + limit + ")", code);
  }
}
