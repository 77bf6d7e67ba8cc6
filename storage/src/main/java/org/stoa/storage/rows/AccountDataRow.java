package org.stoa.storage.rows;

import org.stoa.storage.Cells;
import org.stoa.storage.Row;
import org.stoa.storage.RowKind;

/// Account data of a user, global or of a room.
///
/// @param user number of the user
/// @param room number of the room; 0: global
/// @param type event type
/// @param content JSON object; empty when removed
/// @param slot slot of the change
public record AccountDataRow(long user, long room, String type, String content, int slot)
        implements Row {
    private static final RowKind KIND =
            RowKind.upsert("account_data")
                    .key("user_nid", "room")
                    .textKey("type")
                    .texts("content")
                    .numbers("pos")
                    .build();

    @Override
    public RowKind rowKind() {
        return KIND;
    }

    @Override
    public void cells(Cells cells) {
        cells.number(user).number(room).text(type).text(content).position(slot);
    }

    @Override
    public int weight() {
        return 128 + content.length();
    }
}
