package org.stoa.rooms.state;

/// A whole state of a room: a version of a state line. Two references of one line differ by the entries between their
/// versions.
public record StateRef(long line, long version) {}
