package org.stoa.protocol.event;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
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
        check(pdu, rules, EventHasher.canonical(pdu.without("unsigned"), rules).length);
    }

    /// The same when its size is known.
    ///
    /// @param bytes of its canonical JSON without `unsigned`
    static void check(JsonObject pdu, RoomRules rules, int bytes) {
        for (String field : LIMITED) {
            if (pdu.get(field) instanceof JsonString(String value)) {
                requireField(field, value, rules.fieldsLimitedInBytes());
            }
        }
        if (bytes > MAX_BYTES) {
            throw MatrixException.of(
                    ErrorCode.TOO_LARGE,
                    "Expected an event of at most " + MAX_BYTES + " bytes, found " + bytes);
        }
    }

    /// Checks that the state key and the type of an event that is made here have at most 255 bytes, whatever the room's version.
    ///
    /// @throws MatrixException `M_TOO_LARGE`
    public static void checkBytes(String type, @Nullable String stateKey) {
        requireField("type", type, true);
        if (stateKey != null) {
            requireField("state_key", stateKey, true);
        }
    }

    private static void requireField(String name, String value, boolean inBytes) {
        // A character has three bytes at most (those outside the basic plane count as two, and have
        // four).
        if (value.length() * 3 <= MAX_FIELD_BYTES) {
            return;
        }
        int bytes = value.getBytes(StandardCharsets.UTF_8).length;
        int size = inBytes ? bytes : value.codePointCount(0, value.length());
        if (size > MAX_FIELD_BYTES) {
            throw MatrixException.of(
                    ErrorCode.TOO_LARGE,
                    "Expected a "
                            + name
                            + " of at most "
                            + MAX_FIELD_BYTES
                            + (inBytes ? " bytes, found " : " characters, found ")
                            + size);
        }
    }
}
