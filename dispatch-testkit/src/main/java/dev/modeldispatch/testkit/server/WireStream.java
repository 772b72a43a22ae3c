package dev.modeldispatch.testkit.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** How one kind of provider streams its answers. */
interface WireStream {
  /** Says whether the request wants its answer as a stream of events. */
  boolean isAskedFor(HttpRequest request);

  /** {@return this whole answer as the stream of events that the request wants} */
  WireAnswer of(ObjectNode whole, HttpRequest request);

  /** Says whether the event carries text of the answer, thoughts apart. */
  boolean carriesText(JsonNode event);

  /** {@return the event that carries this error} */
  Bytes error(String body);

  /** {@return an event that is no JSON} */
  Bytes malformed();

  /** {@return what keeps the connection alive and is no content} */
  Bytes keepAlive();

  /** Says whether the last event does nothing but mark the end. */
  boolean marksItsEnd();
}
