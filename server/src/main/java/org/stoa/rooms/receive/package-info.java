/// Events that other servers made: whether they are accepted, where they come to stand, and rooms that are entered by
/// another server's answer.
///
/// Who uses it (`org.stoa.federation`) fetches, and checks formats, signatures, hashes and server ACLs before: an event
/// whose hash is wrong arrives redacted. Nothing here asks another server, but
/// for the policy server of a room that has one ({@link org.stoa.rooms.send.Recommendations}). What is missing comes back as a verdict
/// ({@link org.stoa.rooms.receive.Verdict.Dropped}) that names it.
///
/// | What came | What to call |
/// |---|---|
/// | PDUs of a room that this server is in | {@link org.stoa.rooms.receive.ReceivedEvents#receive}; when prev events are missing, fetch and give those first (oldest first), or give the event with the state before it (`/state_ids`) |
/// | auth events, events of a state | {@link org.stoa.rooms.receive.Outliers#store} |
/// | the answer of `send_join` | {@link org.stoa.rooms.receive.RemoteRooms#enter} |
/// | the answer of `/backfill` for {@link org.stoa.rooms.receive.History#gap} | {@link org.stoa.rooms.receive.History#withoutState} says before which events the state has to be asked for; {@link org.stoa.rooms.receive.Outliers#store} for the events of these states; then {@link org.stoa.rooms.receive.History#store} |
/// | an invite, its withdrawal, the answer to a knock, for a room that this server is not in | {@link org.stoa.rooms.receive.OutsideRooms} |
///
/// What peers ask for is read by {@link org.stoa.rooms.read.EventGraph}, and what of it they may see is decided by
/// {@link org.stoa.rooms.read.Visibility#server}.
///
/// Whether a room is one that this server is in says {@link org.stoa.rooms.receive.OutsideRooms#isHere}: after its last local
/// user has left, a room is known but not entered, and joining it goes through another server again.
///
/// What cannot be had of an event's auth chain drops the event; who wants to try again later stages it. Verdicts of one call
/// are of one or more writes: when one of them fails, the call throws, and all of its events can be given again.
///
/// All of it is idempotent: an event that is known gets the verdict that it got before. All answers come after the commit.
/// Several callers for one room take turns at its lock; rooms do not wait for each other.
@NullMarked
package org.stoa.rooms.receive;

import org.jspecify.annotations.NullMarked;
