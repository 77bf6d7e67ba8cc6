package org.stoa.sync.old;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoa.http.JsonBuffer;
import org.stoa.http.JsonPieces;
import org.stoa.storage.rooms.MembershipRepository.LocalMembership;

/// The rooms at the end of an answer, written one after the other, and a room with a large state piece by piece. For one thread at
/// a time.
final class RoomList implements JsonPieces {
    private final Iterator<LocalMembership> rows;
    private final Telling telling;
    private @Nullable JsonPieces room;

    /// Tells of rooms.
    @FunctionalInterface
    interface Telling {
        /// Writes a room, or nothing when nothing is told of it; returns what writes the rest of it.
        Optional<JsonPieces> write(LocalMembership row, JsonBuffer out);
    }

    /// Goes on behind what was written of the answer's object.
    RoomList(JsonBuffer out, List<LocalMembership> rows, Telling telling) {
        this.rows = rows.iterator();
        this.telling = telling;
        out.name("rooms").beginArray();
    }

    @Override
    public boolean writeNext(JsonBuffer out) {
        if (room != null) {
            room = room.writeNext(out) ? room : null;
        } else if (rows.hasNext()) {
            room = telling.write(rows.next(), out).orElse(null);
        }
        if (room != null || rows.hasNext()) {
            return true;
        }
        out.endArray().endObject();
        return false;
    }
}
