package org.stoa.storage.rows;

import org.stoa.storage.Cells;
import org.stoa.storage.Row;
import org.stoa.storage.RowKind;

/// Removes what an event relates to (redaction).
///
/// @param event number of the relating event
public record DeleteRelation(long event) implements Row {
    private static final RowKind KIND = RowKind.delete("relation").key("event").build();

    @Override
    public RowKind rowKind() {
        return KIND;
    }

    @Override
    public void cells(Cells cells) {
        cells.number(event);
    }
}
