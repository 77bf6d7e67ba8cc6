package org.stoa.storage.rows;

import org.stoa.storage.Cells;
import org.stoa.storage.Row;
import org.stoa.storage.RowKind;

/// A user of another server whose words are to be written anew.
///
/// @param user number of the user
public record UnindexedUserRow(long user) implements Row {
    private static final RowKind KIND = RowKind.upsert("unindexed_user").key("user_nid").build();

    @Override
    public RowKind rowKind() {
        return KIND;
    }

    @Override
    public void cells(Cells cells) {
        cells.number(user);
    }
}
