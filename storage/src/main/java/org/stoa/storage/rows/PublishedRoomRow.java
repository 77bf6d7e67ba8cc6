package org.stoa.storage.rows;

import org.stoa.storage.Cells;
import org.stoa.storage.Row;
import org.stoa.storage.RowKind;

/// A room that the directory lists.
///
/// @param room number of the room
/// @param members how many are joined
/// @param listing what the directory says of it but for `members`: a JSON object
/// @param words what a search looks in, in small letters
public record PublishedRoomRow(long room, int members, String listing, String words)
        implements Row {
    private static final RowKind KIND =
            RowKind.upsert("published_room")
                    .key("room")
                    .numbers("members")
                    .texts("listing", "words")
                    .build();

    @Override
    public RowKind rowKind() {
        return KIND;
    }

    @Override
    public void cells(Cells cells) {
        cells.number(room).number(members).text(listing).text(words);
    }

    @Override
    public int weight() {
        return 128 + listing.length() + words.length();
    }
}
