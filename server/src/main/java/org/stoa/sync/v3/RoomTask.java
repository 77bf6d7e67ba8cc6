package org.stoa.sync.v3;

/// One room that an answer has to look at.
///
/// @param kind under which heading it comes
/// @param room number of the room
/// @param from what is not after this position the client has; 0 when the room is new to it
/// @param to what is after this position the user may not see, or hears of next time
/// @param stateTo the position whose state he may see; 0 for none
record RoomTask(Kind kind, long room, long from, long to, long stateTo) {

    /// The headings, in the order in which they come.
    enum Kind {
        JOIN,
        INVITE,
        KNOCK,
        LEAVE;

        String heading() {
            return switch (this) {
                case JOIN -> "join";
                case INVITE -> "invite";
                case KNOCK -> "knock";
                case LEAVE -> "leave";
            };
        }
    }
}
