package org.stoa.search.index;

/// What the index holds of an event. The text itself can not be read back from it.
///
/// @param event number of the event, the key
/// @param kind which of the searched texts it is
/// @param ord its place in the timeline of its room
public record Entry(
        long event, long pos, long room, long ord, long sender, TextKind kind, String text) {}
