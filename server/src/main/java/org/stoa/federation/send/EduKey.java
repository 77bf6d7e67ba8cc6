package org.stoa.federation.send;

/// What of several EDUs for one server only the last one counts for.
sealed interface EduKey {
    /// Whether a user types in a room.
    record Typing(long room, long user) implements EduKey {}

    /// How far a user has read in a room.
    ///
    /// @param thread empty for a receipt that covers all threads
    record Receipt(String room, String user, String thread) implements EduKey {}

    /// How reachable a user is.
    record Presence(long user) implements EduKey {}
}
