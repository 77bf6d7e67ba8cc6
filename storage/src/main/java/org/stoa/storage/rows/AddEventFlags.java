package org.stoa.storage.rows;

import org.stoa.storage.Cells;
import org.stoa.storage.Row;
import org.stoa.storage.RowKind;

/// Sets flags of a stored event and clears none.
///
/// @param event number of the event
/// @param addedFlags flags to set beside those it has
public record AddEventFlags(long event, long addedFlags) implements Row {
    private static final RowKind KIND = RowKind.update("event").key("event").bits("flags").build();

    @Override
    public RowKind rowKind() {
        return KIND;
    }

    @Override
    public void cells(Cells cells) {
        cells.number(event).number(addedFlags);
    }
}
