package org.stoa.storage.rows;

import org.stoa.storage.Cells;
import org.stoa.storage.Row;
import org.stoa.storage.RowKind;

/// Removes an alias of this server.
///
/// @param alias the alias
public record DeleteRoomAlias(String alias) implements Row {
    private static final RowKind KIND = RowKind.delete("room_alias").textKey("alias").build();

    @Override
    public RowKind rowKind() {
        return KIND;
    }

    @Override
    public void cells(Cells cells) {
        cells.text(alias);
    }
}
