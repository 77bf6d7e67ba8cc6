package org.stoa.storage.rows;

import org.stoa.storage.Cells;
import org.stoa.storage.Row;
import org.stoa.storage.RowKind;

/// What the directory says of a room changes, if it lists it.
///
/// @param room number of the room
/// @param listing what it says of it but for the members: a JSON object
/// @param words what a search looks in, in small letters
public record UpdatePublishedRoom(long room, String listing, String words) implements Row {
    private static final RowKind KIND =
            RowKind.update("published_room").key("room").texts("listing", "words").build();

    @Override
    public RowKind rowKind() {
        return KIND;
    }

    @Override
    public void cells(Cells cells) {
        cells.number(room).text(listing).text(words);
    }

    @Override
    public int weight() {
        return 128 + listing.length() + words.length();
    }
}
