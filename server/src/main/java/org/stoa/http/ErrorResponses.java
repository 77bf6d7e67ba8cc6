package org.stoa.http;

import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.json.JsonException;
import org.stoa.storage.StorageException;

/// Turns what was thrown into the error that the client hears.
///
/// Spec: client-server-api#standard-error-response.
final class ErrorResponses {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorResponses.class);

    private ErrorResponses() {}

    static Response of(MatrixException e) {
        Response response = Response.of(e.status(), e.toJson());
        OptionalLong millis = e.extra().integer("retry_after_ms");
        return millis.isEmpty()
                ? response
                : response.withHeader(
                        "Retry-After", Long.toString(Math.ceilDiv(millis.getAsLong(), 1000L)));
    }

    static Response ofBug(Throwable e, String what, String requestId) {
        LOG.error("{} failed (request {})", what, requestId, e);
        return of(
                new MatrixException(
                        ErrorCode.UNKNOWN, "Internal server error (" + requestId + ")"));
    }

    /// A failure of the database. What may work when it is tried again is 503; the rest is a bug or a broken machine.
    static Response of(StorageException e, String what, String requestId) {
        return switch (e.kind()) {
            case CONSTRAINT,
                    STATEMENT,
                    NEWER_SCHEMA,
                    CHANGED_MIGRATION,
                    CORRUPT,
                    MISSING_FOLDER,
                    ENCODING ->
                    ofBug(e, what, requestId);
            case DISK_FULL -> unavailable(e, what, "The server's disk is full");
            case CASCADE,
                    UNKNOWN_OUTCOME,
                    FENCED,
                    CLOSED,
                    OVERLOADED,
                    LOCKED,
                    READ_ONLY,
                    UNAVAILABLE ->
                    unavailable(e, what, "The server cannot do that now; try again");
        };
    }

    private static Response unavailable(StorageException e, String what, String message) {
        LOG.warn("{} failed: {} ({})", what, e.kind(), e.getMessage());
        return of(new MatrixException(ErrorCode.UNKNOWN, message).withStatus(503));
    }

    static Response ofSlowClient() {
        return of(new MatrixException(ErrorCode.UNKNOWN, "The body did not come in time")
                        .withStatus(408))
                .withHeader("Connection", "close");
    }

    static Response ofUnknownPath() {
        return of(new MatrixException(ErrorCode.UNRECOGNIZED, "Unrecognized request"));
    }

    static Response ofOtherMethods(RouteMatch.OtherMethods match) {
        return of(new MatrixException(ErrorCode.UNRECOGNIZED, "Method not allowed").withStatus(405))
                .withHeader("Allow", String.join(", ", match.methods()));
    }

    static MatrixException refusal(JsonException e) {
        ErrorCode code =
                switch (e.kind()) {
                    case NOT_JSON -> ErrorCode.NOT_JSON;
                    case BAD_JSON -> ErrorCode.BAD_JSON;
                };
        return new MatrixException(code, String.valueOf(e.getMessage()));
    }
}
