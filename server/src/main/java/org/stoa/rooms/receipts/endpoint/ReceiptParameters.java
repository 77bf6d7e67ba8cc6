package org.stoa.rooms.receipts.endpoint;

import java.util.Optional;
import org.stoa.http.Fields;
import org.stoa.http.Request;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonNull;
import org.stoa.protocol.json.JsonString;

/// What the endpoints of receipts read from their requests.
final class ReceiptParameters {
    private ReceiptParameters() {}

    static RoomId roomId(Request request) {
        return RoomId.tryParse(request.path("roomId"))
                .orElseThrow(() -> invalid("roomId must be a room id"));
    }

    static EventId eventId(String text) {
        return EventId.tryParse(text).orElseThrow(() -> invalid("An event id begins with $"));
    }

    /// The thread of a receipt: M_INVALID_PARAM, unlike other members, when it is no string.
    static Optional<String> threadId(Fields body) {
        Json threadId = body.json().get("thread_id");
        return switch (threadId) {
            case null -> Optional.empty();
            case JsonNull _ -> Optional.empty();
            case JsonString(String text) -> Optional.of(text);
            default -> throw invalid("thread_id must be a non-empty string");
        };
    }

    private static MatrixException invalid(String message) {
        return new MatrixException(ErrorCode.INVALID_PARAM, message);
    }
}
