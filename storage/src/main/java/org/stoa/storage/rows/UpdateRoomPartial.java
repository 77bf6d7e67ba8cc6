package org.stoa.storage.rows;

import org.jspecify.annotations.Nullable;
import org.stoa.storage.Cells;
import org.stoa.storage.Row;
import org.stoa.storage.RowKind;

/// What is known of a room's state: less than the whole, or the whole from a position on.
///
/// @param room number of the room
/// @param partial the server that let this one in, while not all is known; null when all is
/// @param completedSlot slot of the position at which it became whole; [org.stoa.storage.Write#NO_SLOT] when it did not
public record UpdateRoomPartial(long room, @Nullable String partial, int completedSlot)
        implements Row {
    private static final RowKind KIND =
            RowKind.update("room").key("room").texts("partial").numbers("completed_pos").build();

    @Override
    public RowKind rowKind() {
        return KIND;
    }

    @Override
    public void cells(Cells cells) {
        cells.number(room).text(partial).position(completedSlot);
    }
}
