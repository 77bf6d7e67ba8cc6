package org.stoa.storage.rows;

import org.jspecify.annotations.Nullable;
import org.stoa.storage.Cells;
import org.stoa.storage.Row;
import org.stoa.storage.RowKind;

/// Lets an event count for the states after it that was rejected and should not have been.
///
/// @param event number of the event
/// @param flags all of its flags from now on
/// @param authNo its number among the room's possible auth events; null for none
public record ReinstateEvent(long event, long flags, @Nullable Long authNo) implements Row {
    private static final RowKind KIND =
            RowKind.update("event").key("event").numbers("flags", "auth_no").build();

    @Override
    public RowKind rowKind() {
        return KIND;
    }

    @Override
    public void cells(Cells cells) {
        cells.number(event).number(flags).number(authNo);
    }
}
