package org.stoa.storage.rows;

import org.jspecify.annotations.Nullable;
import org.stoa.storage.Cells;
import org.stoa.storage.Row;
import org.stoa.storage.RowKind;

/// What a local user's room list says of a room.
///
/// @param user number of the user
/// @param room number of the room
/// @param membership 0 leave, 1 invite, 2 join, 3 knock, 4 ban
/// @param event number of the membership event
/// @param slot slot of the change
/// @param strippedState JSON array of an invite or knock, or null
/// @param forgotten whether the user has forgotten the room
/// @param joinedOrd place of the event that made the user joined
/// @param leftOrd place of the event that ended it
@SuppressWarnings("ArrayRecordComponent") // bytes on their way to the database, never compared
public record LocalMembershipRow(
        long user,
        long room,
        long membership,
        @Nullable Long event,
        int slot,
        byte @Nullable [] strippedState,
        boolean forgotten,
        @Nullable Long joinedOrd,
        @Nullable Long leftOrd)
        implements Row {
    private static final RowKind KIND =
            RowKind.upsert("local_membership")
                    .key("user_nid", "room")
                    .numbers("membership", "event", "pos")
                    .bytes("stripped_state")
                    .numbers("forgotten", "joined_ord", "left_ord")
                    .build();

    @Override
    public RowKind rowKind() {
        return KIND;
    }

    @Override
    public void cells(Cells cells) {
        cells.number(user)
                .number(room)
                .number(membership)
                .number(event)
                .position(slot)
                .bytes(strippedState)
                .flag(forgotten)
                .number(joinedOrd)
                .number(leftOrd);
    }

    @Override
    public int weight() {
        return 128 + (strippedState == null ? 0 : strippedState.length);
    }
}
