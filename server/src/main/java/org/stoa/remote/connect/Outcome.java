package org.stoa.remote.connect;

import java.util.Map;
import java.util.Optional;

/// What became of a [Question]. Reasons are for logs and operators, and hold nothing secret.
public sealed interface Outcome {

    /// There is an answer, whatever its status.
    ///
    /// @param headers the first value of each, by its name in small letters
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Answered(int status, Map<String, String> headers, byte[] body) implements Outcome {
        public Answered {
            headers = Map.copyOf(headers);
        }

        /// Returns a header; its name in small letters.
        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }
    }

    /// There is an answer with status 200 that is too large to be held, where the question has [Question#files]. Whoever gets it
    /// closes it.
    record Kept(AnswerText text) implements Outcome {}

    /// The question was never sent: no such host, no address that is allowed, nobody there, a wrong certificate.
    record NotSent(String reason) implements Outcome {}

    /// The connection broke after the question was sent, or what came is no HTTP.
    record Broken(String reason) implements Outcome {}

    /// There was no whole answer in time.
    record TooSlow(String reason) implements Outcome {}

    /// The answer is larger than it may be.
    record TooLarge(long maxBytes) implements Outcome {}

    /// This server has too many connections open itself, or no room for the answer; says nothing about the other one.
    record Busy(String reason) implements Outcome {}
}
