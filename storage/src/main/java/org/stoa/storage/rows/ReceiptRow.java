package org.stoa.storage.rows;

import org.stoa.storage.Cells;
import org.stoa.storage.Row;
import org.stoa.storage.RowKind;

/// How far a user has read.
///
/// @param room number of the room
/// @param user number of the user
/// @param kind 0 `m.read`, 1 `m.read.private`, 2 sent (ours)
/// @param thread 0 unthreaded, -1 main, else the number of the thread's root
/// @param ord place of the event
/// @param event number of the event
/// @param ts when, in milliseconds
/// @param slot slot of the receipt; {@link org.stoa.storage.Write#NO_SLOT} for one that is never served
public record ReceiptRow(
        long room, long user, long kind, long thread, long ord, long event, long ts, int slot)
        implements Row {
    private static final RowKind KIND =
            RowKind.upsert("receipt")
                    .key("room", "user_nid", "kind", "thread")
                    .numbers("ord", "event", "ts", "pos")
                    .build();

    @Override
    public RowKind rowKind() {
        return KIND;
    }

    @Override
    public void cells(Cells cells) {
        cells.number(room)
                .number(user)
                .number(kind)
                .number(thread)
                .number(ord)
                .number(event)
                .number(ts)
                .position(slot);
    }
}
