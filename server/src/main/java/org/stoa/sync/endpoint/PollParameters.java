package org.stoa.sync.endpoint;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.stoa.http.Request;
import org.stoa.protocol.id.RoomId;
import org.stoa.sync.online.LongPoll;

/// What the endpoints that follow the stream read from their requests.
final class PollParameters {
    private static final int DEFAULT_LIMIT = 20;
    private static final int MAX_LIMIT = 1_000;

    private PollParameters() {}

    /// How long the client wants to wait.
    static Duration timeout(Request request, Duration otherwise) {
        OptionalLong millis = request.queryInteger("timeout");
        if (millis.isEmpty()) {
            return otherwise;
        }
        if (millis.getAsLong() < 0) {
            throw request.invalidQuery("timeout", "a number of milliseconds, 0 or more");
        }
        return Duration.ofMillis(Math.min(millis.getAsLong(), LongPoll.MAX_TIMEOUT.toMillis()));
    }

    /// How many messages of a room the client wants.
    static int limit(Request request) {
        OptionalLong limit = request.queryInteger("limit");
        if (limit.isEmpty()) {
            return DEFAULT_LIMIT;
        }
        if (limit.getAsLong() < 0) {
            throw request.invalidQuery("limit", "a number, 0 or more");
        }
        return (int) Math.min(limit.getAsLong(), MAX_LIMIT);
    }

    static RoomId roomId(Request request, String text) {
        Optional<RoomId> roomId = RoomId.tryParse(text);
        return roomId.orElseThrow(() -> request.invalidQuery("room_id", "a room id"));
    }
}
