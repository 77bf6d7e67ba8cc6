package org.stoa.search.index;

import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.stoa.storage.Position;

/// Up to where an index holds what is in the database, stored in the same commit as its documents, so that the two never part.
///
/// The last event that was read on the way is named too: when the database has another event there, or none, it is not the
/// one that the index was made from (a backup was restored), and the index is made anew.
///
/// @param reached the position up to which everything was read
/// @param lastEventPos the position of the last event up to there; 0 before the first one
/// @param lastEventId its id in stored form as hexadecimal digits; empty before the first one
public record Cursor(Position reached, long lastEventPos, String lastEventId) {
    /// Before everything.
    public static final Cursor START = new Cursor(Position.ZERO, 0, "");

    /// Counts up when documents get other fields or words are taken apart in another way: an older index is made anew then.
    private static final String FORMAT = "1";

    /// The same, with everything read up to a later position, no event being between the two.
    public Cursor at(Position position) {
        return new Cursor(position, lastEventPos, lastEventId);
    }

    /// The cursor behind an event.
    ///
    /// @param eventId in stored form
    public static Cursor behind(long eventPos, byte[] eventId) {
        return new Cursor(new Position(eventPos), eventPos, HexFormat.of().formatHex(eventId));
    }

    /// Whether the id is that of the last event.
    public boolean isLastEvent(byte[] eventId) {
        return lastEventId.equals(HexFormat.of().formatHex(eventId));
    }

    Map<String, String> stored() {
        return Map.of(
                "format",
                FORMAT,
                "reached",
                String.valueOf(reached.value()),
                "last_event_pos",
                String.valueOf(lastEventPos),
                "last_event_id",
                lastEventId);
    }

    /// The cursor in what a commit stored; empty when it is of another format.
    static Optional<Cursor> of(Map<String, String> stored) {
        String reached = stored.get("reached");
        String lastEventPos = stored.get("last_event_pos");
        String lastEventId = stored.get("last_event_id");
        if (!FORMAT.equals(stored.get("format"))
                || reached == null
                || lastEventPos == null
                || lastEventId == null) {
            return Optional.empty();
        }
        return Optional.of(
                new Cursor(
                        new Position(Long.parseLong(reached)),
                        Long.parseLong(lastEventPos),
                        lastEventId));
    }
}
