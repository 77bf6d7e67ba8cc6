package org.stoa.storage.rows;

import org.stoa.storage.Cells;
import org.stoa.storage.Row;
import org.stoa.storage.RowKind;
import org.stoa.storage.Write;

/// Takes an event out of the timeline that was accepted and should not have been.
///
/// @param event number of the event
/// @param flags all of its flags from now on
public record WithdrawEvent(long event, long flags) implements Row {
    private static final RowKind KIND =
            RowKind.update("event").key("event").numbers("flags", "pos", "ord").build();

    @Override
    public RowKind rowKind() {
        return KIND;
    }

    @Override
    public void cells(Cells cells) {
        cells.number(event).number(flags).position(Write.NO_SLOT).number((Long) null);
    }
}
