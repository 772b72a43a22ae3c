package dev.modeldispatch.core.opencode;

import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Session;
import dev.modeldispatch.Usage;
import java.time.Duration;
import java.util.List;

/** An opencode server and the models behind it, fake or real. Each target is a new model. */
interface OpencodeWorld extends AutoCloseable {
  /** {@return how the server is reached} */
  OpencodeOptions.Builder options();

  ModelTarget answers(String text);

  ModelTarget answers(String text, Usage usage);

  /** Tells thoughts before its answer. */
  ModelTarget reasons(String thoughts, String text);

  /** Gives this JSON to a prompt with a schema. */
  ModelTarget structures(String json);

  /** The provider fails with this kind, every time. */
  ModelTarget fails(FailureKind kind);

  /** The provider is limited once, says so, and answers then. */
  ModelTarget limitedOnce(Duration retryAfter, String text);

  ModelTarget withoutFinishReason();

  /** Tells some of this text, and then nothing. */
  ModelTarget stallsIn(String text);

  ModelTarget silent();

  /** Wants a tool, for which a person is asked in the session that asks. */
  ModelTarget wantsTool();

  /** {@return a session that is not ours and does not deny tools} */
  Session sessionThatAsks() throws Exception;

  /** {@return an agent that may not use tools without asking} */
  String askingAgent();

  ModelTarget unknownModel();

  ModelTarget unknownProvider();

  /** {@return the sessions that the server has} */
  List<String> sessions() throws Exception;

  /** Waits until no model works any more. */
  void awaitRest(Duration limit) throws InterruptedException;

  @Override
  void close();
}
