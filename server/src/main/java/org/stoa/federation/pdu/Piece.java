package org.stoa.federation.pdu;

import java.util.Optional;
import org.stoa.http.HeldBytes;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonException;
import org.stoa.protocol.json.JsonObject;
import org.stoa.remote.connect.AnswerText;

/// An object out of the text of an answer that may be an event.
///
/// @param from where it begins
/// @param to where it has ended
/// @param bytes what it takes of the memory, more or less
record Piece(JsonObject object, long from, long to, long bytes) {
    /// An event has 64 kB, without what is not signed.
    private static final int MAX_BYTES = 256 << 10;

    /// As many values as an event has at most, and what is not signed.
    private static final int MAX_VALUES = 64 << 10;

    /// Reads one; empty when it is no object, or larger than an event can be.
    static Optional<Piece> read(AnswerText text, long from, long to) {
        if (to - from > MAX_BYTES) {
            return Optional.empty();
        }
        byte[] part = text.part(from, to);
        try {
            return Json.parse(part, MAX_VALUES) instanceof JsonObject object
                    ? Optional.of(new Piece(object, from, to, bytes(part)))
                    : Optional.empty();
        } catch (JsonException e) {
            return Optional.empty();
        }
    }

    private static long bytes(byte[] part) {
        return part.length + HeldBytes.values(part) * HeldBytes.VALUE;
    }
}
