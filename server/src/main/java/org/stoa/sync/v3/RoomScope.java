package org.stoa.sync.v3;

import org.stoa.rooms.head.Room;
import org.stoa.rooms.read.Visibility;
import org.stoa.storage.Tx;
import org.stoa.sync.online.OnlineUser;
import org.stoa.sync.online.SentMembers;

/// What all sections of one room are made from. Lives as long as its transaction.
///
/// @param request what the client asks for
/// @param user the reader
/// @param members what the reader's device knows of members
/// @param span what the answer tells of
/// @param task which part of the room
/// @param reader what of the room the reader may see
record RoomScope(
        Tx tx,
        SyncRequest request,
        OnlineUser user,
        SentMembers members,
        SyncSpan span,
        Room room,
        RoomTask task,
        Visibility.Reader reader) {

    long nid() {
        return room.nid();
    }

    String roomId() {
        return room.roomId().toString();
    }

    /// Whether the room is new to the client.
    boolean isNew() {
        return task.from() == 0;
    }

    /// Whether the room is new to a client that has others, or had an earlier part of this one.
    boolean isNewlyJoined() {
        return isNew() && (!span.isInitial() || span.lost());
    }

    /// Whether the whole state is wanted.
    boolean wantsFullState() {
        return isNew() || request.fullState();
    }
}
