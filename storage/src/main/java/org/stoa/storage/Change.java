package org.stoa.storage;

/// Says that something at a position concerns a room or a user: what wakes those who wait.
///
/// @param pos where in the stream
/// @param target whom it concerns
public record Change(Position pos, Target target) {
    /// What a change concerns.
    public sealed interface Target {}

    /// Everybody in a room.
    ///
    /// @param nid number of the room
    public record Room(long nid) implements Target {}

    /// One user, for example account data or an invite.
    ///
    /// @param nid number of the user
    public record User(long nid) implements Target {}
}
