package org.stoa.appservice.client;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonException;

/// What came of a request to an application service.
public sealed interface ServiceAnswer {

    /// It answered.
    ///
    /// @param body as much of it as was read
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Answered(int status, byte[] body) implements ServiceAnswer {

        /// Whether the status is one of success.
        public boolean isSuccess() {
            return status >= 200 && status < 300;
        }

        /// The body as JSON of any kind; empty when it is none.
        public Optional<Json> json() {
            try {
                return Optional.of(Json.parse(body));
            } catch (JsonException e) {
                return Optional.empty();
            }
        }

        /// The body as text.
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /// No connection came about, or it broke off.
    record Unreachable(String reason) implements ServiceAnswer {}

    /// It took too long.
    record TimedOut() implements ServiceAnswer {}

    /// Says in a few words what came of it, without what was answered.
    default String summary() {
        return switch (this) {
            case Answered answered -> "it answered " + answered.status();
            case Unreachable(String reason) -> "it cannot be reached: " + reason;
            case TimedOut() -> "it did not answer in time";
        };
    }
}
