package org.stoa.rooms.membership;

import org.jspecify.annotations.Nullable;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.id.UserId;
import org.stoa.rooms.head.StateView;

/// Knows the rooms of server notices: those that were made by the user who sends them. Nobody else acts for that user, so
/// nobody else can make such a room. Immutable.
///
/// Spec: client-server-api#server-notices (v1.19).
public final class NoticeRooms {
    private final @Nullable UserId author;

    /// @param author who sends server notices; null when nobody does
    public NoticeRooms(@Nullable UserId author) {
        this.author = author;
    }

    /// "The client must not expect to be able to reject an invite to join the server notices room. Servers should not prevent the
    /// user leaving the room after joining."
    ///
    /// Errors: M_CANNOT_LEAVE_SERVER_NOTICE_ROOM.
    void requireMayLeave(StateView state, UserId user) {
        if (author == null || state.membership(user) != Membership.INVITE) {
            return;
        }
        Event create = state.get("m.room.create", "");
        if (create != null && create.sender().equals(author)) {
            throw new MatrixException(
                    ErrorCode.CANNOT_LEAVE_SERVER_NOTICE_ROOM,
                    "This server's notices cannot be refused; you may leave the room once you joined it");
        }
    }
}
