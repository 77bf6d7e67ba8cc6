package org.stoa.protocol.event;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;
import org.stoa.protocol.version.RoomRules;

/// The limits on the size of events.
///
/// Spec: client-server-api#size-limits (v1.19).
public final class EventSize {

    /// The most bytes that an event has in the federation format as canonical JSON, with its signatures.
    public static final int MAX_BYTES = 65_536;

    /// The most bytes that each of the identifying fields has.
    public static final int MAX_FIELD_BYTES = 255;

    private static final List<String> LIMITED =
            List.of("type", "state_key", "sender", "room_id", "event_id");

    private EventSize() {}

    /// Checks the size of the event and of its identifying fields. `unsigned` does not count: it is not part of what
    /// servers keep.
    ///
    /// @throws MatrixException `M_TOO_LARGE`
    public static void check(JsonObject pdu, RoomRules rules) {
        for (String field : LIMITED) {
            if (pdu.get(field) instanceof JsonString(String value)) {
                requireField(field, value);
            }
        }
        int bytes = EventHasher.canonical(pdu.without("unsigned"), rules).length;
        if (bytes > MAX_BYTES) {
            throw MatrixException.of(
                    ErrorCode.TOO_LARGE,
                    "Expected an event of at most " + MAX_BYTES + " bytes, found " + bytes);
        }
    }

    private static void requireField(String name, String value) {
        // A character has three bytes at most (those outside the basic plane count as two, and have
        // four).
        if (value.length() * 3 <= MAX_FIELD_BYTES) {
            return;
        }
        int bytes = value.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_FIELD_BYTES) {
            throw MatrixException.of(
                    ErrorCode.TOO_LARGE,
                    "Expected a "
                            + name
                            + " of at most "
                            + MAX_FIELD_BYTES
                            + " bytes, found "
                            + bytes);
        }
    }
}
