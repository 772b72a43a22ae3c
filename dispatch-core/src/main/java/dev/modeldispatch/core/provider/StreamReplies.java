package dev.modeldispatch.core.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.Answered.Completeness;
import dev.modeldispatch.Attempt;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.Usage;
import dev.modeldispatch.connector.Reply;
import dev.modeldispatch.core.failure.ServerReply;
import dev.modeldispatch.core.http.HttpEnd;
import dev.modeldispatch.core.internal.JsonTrouble;
import java.net.http.HttpHeaders;
import java.time.InstantSource;

/**
 * Makes the one reply of a stream, by how it ended. Answered means complete: without the protocol's
 * end mark an answer is unverified at best, and without a finish reason it is none.
 */
record StreamReplies(
    ReplyReader reader, HttpHeaders headers, InstantSource clock, StreamFold fold, Told told) {

  /** The end mark came: the reply is what its body says. */
  Reply marked() {
    Reply reply = limited(reader.answered(said()));
    return reply.failure().map(why -> reply.toFailure(why, told.answer())).orElse(reply);
  }

  /** The reply ended, or came no further, behind a finish reason. */
  Reply unmarked() {
    Said said = said();
    return limited(
        reader
            .answered(said)
            .completeness(Completeness.UNVERIFIED)
            .partialText(told.answer())
            .usage(atLeast(said.usage())));
  }

  /** The reply ended in the middle of the answer. */
  Reply cut() {
    return limited(
        failure(
            Failure.builder(
                    FailureKind.OUTPUT_TRUNCATED,
                    reader.target() + ": the stream ended without its end.")
                .hint("Ask again, or pick another model; partialText() has what came.")
                .evidence("200 + no end mark")
                .httpStatus(200)
                .build()));
  }

  /** The exchange broke; that does no harm to an answer that had ended. */
  Reply broken(HttpEnd.Broken how) {
    if (fold.end() != StreamFold.End.NONE) {
      return unmarked();
    }
    Usage none = how.sent() == Attempt.Sent.NO ? Usage.none() : Usage.unknown();
    return limited(failure(how.failure()).sent(how.sent()).usage(usageOr(none)));
  }

  /** The stream holds an error. */
  Reply error(JsonNode error) {
    var seen = ServerReply.of(200, error);
    Reply.Builder reply = reader.failed(seen, headers, clock.instant());
    Usage used = usageOr(Usage.unknown());
    boolean worked = used.certainty() != Usage.Certainty.UNKNOWN || !told.isEmpty();
    return limited((worked ? reply.usage(used) : reply).partialText(told.answer()));
  }

  /** An event is no JSON. */
  Reply malformed(JsonTrouble why) {
    return limited(
        reader
            .malformed("an event that is " + why.getMessage())
            .partialText(told.answer())
            .usage(usageOr(Usage.unknown())));
  }

  Reply tooLarge(String what, int limit) {
    return limited(
        failure(
            Failure.builder(
                    FailureKind.RESPONSE_TOO_LARGE,
                    reader.target() + ": a reply whose " + what + " is above " + limit + " bytes.")
                .hint("Raise the limit when building the dispatcher, or ask for less.")
                .evidence(what + " > " + limit + " bytes")
                .build()));
  }

  /** The reply is no stream. */
  Reply whole(byte[] body) {
    return limited(reader.ok(body, headers, clock.instant()));
  }

  private Reply.Builder failure(Failure failure) {
    return Reply.failure(failure).partialText(told.answer()).usage(usageOr(Usage.unknown()));
  }

  private Said said() {
    return reader.endpoint().dialect().read(fold.body());
  }

  private Usage usageOr(Usage none) {
    Usage used = said().usage();
    return used.certainty() == Usage.Certainty.UNKNOWN ? none : atLeast(used);
  }

  private static Usage atLeast(Usage used) {
    return used.certainty() == Usage.Certainty.EXACT ? used.with(Usage.Certainty.AT_LEAST) : used;
  }

  private Reply limited(Reply.Builder reply) {
    return ReplyReader.limited(reply, headers, clock.instant());
  }
}
