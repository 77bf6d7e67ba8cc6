package org.stoa.remote;

import java.util.Optional;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.json.JsonObject;

/// What came of a request to another server. Reasons are for logs and for the users of this server, and hold nothing
/// secret.
public sealed interface RemoteResult {
    /// Characters of what another server says that are passed on to somebody.
    int MAX_MESSAGE = 300;

    /// Longer than any error code.
    int MAX_CODE = 100;

    /// The other server did it.
    ///
    /// @param bytes of the body as it came
    record Done(JsonObject body, long bytes) implements RemoteResult {}

    /// The other server refused.
    ///
    /// @param status the HTTP status
    /// @param errorCode such as `M_FORBIDDEN`; `M_UNKNOWN` when it gave none
    /// @param message what it says about it, to people; at most {@link #MAX_MESSAGE} characters
    /// @param body the whole error
    record Refused(int status, String errorCode, String message, JsonObject body)
            implements RemoteResult {
        /// Longer texts are cut: they go on to clients and into logs.
        public Refused {
            errorCode = RemoteResult.cut(errorCode, MAX_CODE);
            message = RemoteResult.cut(message, MAX_MESSAGE);
        }
    }

    /// Nobody could be asked: the server is not found, not there, not who it should be, refused by the operator, or it failed
    /// so often lately that it is not asked for a while.
    record Unreachable(String reason) implements RemoteResult {}

    /// The answer did not come in time; nobody knows whether the request was heard.
    record TimedOut(String reason) implements RemoteResult {}

    /// What came is no answer of a homeserver: broken off, too large, not JSON. Nobody knows what it did.
    record BadAnswer(String reason) implements RemoteResult {}

    /// Whether the other server said what it thinks of the request. When not, the same may be asked again later: it was not
    /// reached, broke down, or had too much to do.
    default boolean isAnswer() {
        return switch (this) {
            case Done _ -> true;
            case Refused refused -> refused.status() / 100 != 5 && refused.status() != 429;
            case Unreachable _, TimedOut _, BadAnswer _ -> false;
        };
    }

    /// Returns what the other server answered; empty when it did not do what it was asked.
    default Optional<JsonObject> done() {
        return this instanceof Done done ? Optional.of(done.body()) : Optional.empty();
    }

    /// Returns what the other server answered.
    ///
    /// Errors: for a client that asked for something which only the other server knows: its own M_FORBIDDEN and M_NOT_FOUND,
    /// else M_UNKNOWN with status 502, or 504 when it was too slow.
    default JsonObject orElseThrow() {
        return switch (this) {
            case Done done -> done.body();
            case Refused refused -> throw refusal(refused);
            case Unreachable(String reason) -> throw failure(502, "not reachable", reason);
            case TimedOut(String reason) -> throw failure(504, "too slow", reason);
            case BadAnswer(String reason) -> throw failure(502, "not working", reason);
        };
    }

    private static MatrixException refusal(Refused refused) {
        Optional<ErrorCode> code =
                ErrorCode.of(refused.errorCode())
                        .filter(
                                known ->
                                        known == ErrorCode.FORBIDDEN
                                                || known == ErrorCode.NOT_FOUND);
        return code.map(known -> new MatrixException(known, refused.message()))
                .orElseGet(
                        () ->
                                failure(
                                        502,
                                        "not willing",
                                        refused.status() + " " + refused.errorCode()));
    }

    private static MatrixException failure(int status, String what, String reason) {
        return new MatrixException(
                        ErrorCode.UNKNOWN,
                        "The other server is " + what + " (" + cut(reason, MAX_MESSAGE) + ")")
                .withStatus(status);
    }

    private static String cut(String text, int max) {
        if (text.length() <= max) {
            return text;
        }
        // Half of a surrogate pair is no text.
        int end = Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max;
        return text.substring(0, end);
    }
}
