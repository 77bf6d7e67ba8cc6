package org.stoa.storage.rows;

import org.stoa.storage.Cells;
import org.stoa.storage.Row;
import org.stoa.storage.RowKind;

/// What an event relates to.
///
/// @param event number of the relating event
/// @param target id of the event that it relates to, as stored
/// @param kind `rel_type`
/// @param room number of the room
@SuppressWarnings("ArrayRecordComponent") // bytes on their way to the database, never compared
public record RelationRow(long event, byte[] target, String kind, long room) implements Row {
    private static final RowKind KIND =
            RowKind.upsert("relation")
                    .key("event")
                    .bytes("target")
                    .texts("kind")
                    .numbers("room")
                    .build();

    @Override
    public RowKind rowKind() {
        return KIND;
    }

    @Override
    public void cells(Cells cells) {
        cells.number(event).bytes(target).text(kind).number(room);
    }

    @Override
    public int weight() {
        return 128 + target.length;
    }
}
