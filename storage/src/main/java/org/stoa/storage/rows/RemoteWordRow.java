package org.stoa.storage.rows;

import java.nio.charset.StandardCharsets;
import org.stoa.storage.Cells;
import org.stoa.storage.Row;
import org.stoa.storage.RowKind;

/// A word that a user of another server is found by.
///
/// @param user number of the user
public record RemoteWordRow(String word, long user) implements Row {
    private static final RowKind KIND =
            RowKind.upsert("remote_word").bytesKey("word").key("user_nid").build();

    @Override
    public RowKind rowKind() {
        return KIND;
    }

    @Override
    public void cells(Cells cells) {
        cells.bytes(word.getBytes(StandardCharsets.UTF_8)).number(user);
    }
}
