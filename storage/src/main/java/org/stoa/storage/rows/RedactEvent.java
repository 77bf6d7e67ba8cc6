package org.stoa.storage.rows;

import org.stoa.storage.Cells;
import org.stoa.storage.Row;
import org.stoa.storage.RowKind;

/// Marks a stored event as redacted.
///
/// @param event number of the event
/// @param redaction number of the event that redacted it
/// @param addedFlags flags to set beside those it has
public record RedactEvent(long event, long redaction, long addedFlags) implements Row {
    private static final RowKind KIND =
            RowKind.update("event").key("event").numbers("redaction").bits("flags").build();

    @Override
    public RowKind rowKind() {
        return KIND;
    }

    @Override
    public void cells(Cells cells) {
        cells.number(event).number(redaction).number(addedFlags);
    }
}
