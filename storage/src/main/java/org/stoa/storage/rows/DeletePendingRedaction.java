package org.stoa.storage.rows;

import org.stoa.storage.Cells;
import org.stoa.storage.Row;
import org.stoa.storage.RowKind;

/// Removes a redaction from those that wait for their target.
///
/// @param room number of the room
/// @param eventId id of the target, as stored
/// @param redaction number of the redaction
@SuppressWarnings("ArrayRecordComponent") // bytes on their way to the database, never compared
public record DeletePendingRedaction(long room, byte[] eventId, long redaction) implements Row {
    private static final RowKind KIND =
            RowKind.delete("pending_redaction")
                    .key("room")
                    .bytesKey("event_id")
                    .key("redaction")
                    .build();

    @Override
    public RowKind rowKind() {
        return KIND;
    }

    @Override
    public void cells(Cells cells) {
        cells.number(room).bytes(eventId).number(redaction);
    }
}
