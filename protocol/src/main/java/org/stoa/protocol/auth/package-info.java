/// The authorisation rules: whether an event may be in a room, given the state of the room, and which events of the state
/// it has to name for that.
///
/// Spec: server-server-api#authorisation-rules, rooms/v1 to rooms/v12 (v1.19).
@org.jspecify.annotations.NullMarked
package org.stoa.protocol.auth;
