package org.stoa.storage.rows;

import org.stoa.storage.Cells;
import org.stoa.storage.Row;
import org.stoa.storage.RowKind;

/// Removes an event from those that are only named: it came.
///
/// @param room number of the room
/// @param eventId id of the event, as stored
@SuppressWarnings("ArrayRecordComponent") // bytes on their way to the database, never compared
public record DeleteNamed(long room, byte[] eventId) implements Row {
    private static final RowKind KIND =
            RowKind.delete("named").key("room").bytesKey("event_id").build();

    @Override
    public RowKind rowKind() {
        return KIND;
    }

    @Override
    public void cells(Cells cells) {
        cells.number(room).bytes(eventId);
    }
}
