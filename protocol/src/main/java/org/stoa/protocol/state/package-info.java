/// State resolution: how the states of a room that differ are made one, by the algorithm of the room's version. Pure functions
/// over numbers that the caller gives to events and state keys; it loads only the events that the algorithm looks at.
///
/// Spec: rooms/v1#state-resolution, rooms/v2#state-resolution, rooms/v12#state-resolution (v1.19).
@org.jspecify.annotations.NullMarked
package org.stoa.protocol.state;
