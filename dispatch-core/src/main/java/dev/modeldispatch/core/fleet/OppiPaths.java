package dev.modeldispatch.core.fleet;

import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.Misuse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Where an oppi server has its sessions. Ids are a caller's or a server's: each stays one step. */
final class OppiPaths {
  private static final int MAX_ID = 200;

  private OppiPaths() {}

  static String sessions(String workspace) {
    return "/workspaces/" + step(workspace) + "/sessions";
  }

  static String session(SessionServer.Key session) {
    return sessions(session.workspace()) + "/" + step(session.id());
  }

  static String events(SessionServer.Key session, long since) {
    return session(session) + "/events?since=" + since;
  }

  static boolean isId(String id) {
    return !id.isBlank() && id.length() <= MAX_ID && !id.equals(".") && !id.equals("..");
  }

  private static String step(String id) {
    if (!isId(id)) {
      throw new SessionException(
          Failure.builder(FailureKind.INVALID_REQUEST, Misuse.quote(id) + " is no id")
              .hint("Pass one that the server has told.")
              .build());
    }
    return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
