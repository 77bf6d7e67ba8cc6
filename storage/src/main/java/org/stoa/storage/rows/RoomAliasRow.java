package org.stoa.storage.rows;

import org.stoa.storage.Cells;
import org.stoa.storage.Row;
import org.stoa.storage.RowKind;

/// An alias of this server.
///
/// @param alias the alias
/// @param roomId id of the room it stands for
/// @param creator number of the user who made it
public record RoomAliasRow(String alias, String roomId, long creator) implements Row {
    private static final RowKind KIND =
            RowKind.upsert("room_alias")
                    .textKey("alias")
                    .texts("room_id")
                    .numbers("creator")
                    .build();

    @Override
    public RowKind rowKind() {
        return KIND;
    }

    @Override
    public void cells(Cells cells) {
        cells.text(alias).text(roomId).number(creator);
    }
}
