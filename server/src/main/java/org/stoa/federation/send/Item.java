package org.stoa.federation.send;

/// An event that a server is to be told of.
///
/// @param owed whether it is told because it is owed, not because of a stay in the room
record Item(long event, long pos, boolean owed) {}
