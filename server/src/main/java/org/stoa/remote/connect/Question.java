package org.stoa.remote.connect;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One request to another machine.
///
/// @param method such as `GET`
/// @param target path and query as they stand in the request line, encoded
/// @param headers those besides `Host`, `Content-Type` and the length
/// @param body JSON; null for none
/// @param limits what it may take of time and bytes
/// @param memory asked for room while the answer is read
/// @param files where a large answer is put, and how large it may be; null when it is to be in memory, however large it is
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Question(
        String method,
        String target,
        Map<String, String> headers,
        byte @Nullable [] body,
        RequestLimits limits,
        AnswerMemory memory,
        @Nullable AnswerFiles files) {
    public Question {
        headers = Map.copyOf(headers);
    }

    /// A question whose answer is not counted.
    public Question(
            String method,
            String target,
            Map<String, String> headers,
            byte @Nullable [] body,
            RequestLimits limits) {
        this(method, target, headers, body, limits, AnswerMemory.UNCOUNTED, null);
    }

    /// A question that has no body, and an answer that is not counted.
    public static Question withoutBody(
            String method, String target, Map<String, String> headers, RequestLimits limits) {
        return new Question(method, target, headers, null, limits);
    }
}
