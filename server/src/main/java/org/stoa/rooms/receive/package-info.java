/// Events that other servers made: whether they are accepted, where they come to stand, and rooms that are entered by
/// another server's answer.
///
/// Who uses it (`org.stoa.federation`) fetches, and checks formats, signatures, hashes and server ACLs before: an event
/// whose hash is wrong arrives redacted. Nothing here asks another server. What is missing comes back as a verdict
/// ({@link org.stoa.rooms.receive.Verdict.Dropped}) that names it.
///
/// | What came | What to call |
/// |---|---|
/// | PDUs of a room that this server is in | {@link org.stoa.rooms.receive.ReceivedEvents#receive}; when prev events are missing, fetch and give those first (oldest first), or give the event with the state before it (`/state_ids`) |
/// | auth events, events of a state | {@link org.stoa.rooms.receive.Outliers#store} |
/// | the answer of `send_join` | {@link org.stoa.rooms.receive.RemoteRooms#enter} |
/// | the answer of `/backfill` | {@link org.stoa.rooms.receive.History#gap}, then {@link org.stoa.rooms.receive.History#store} |
/// | an invite, its withdrawal, the answer to a knock, for a room that this server is not in | {@link org.stoa.rooms.receive.OutsideRooms} |
///
/// What peers ask for is read by {@link org.stoa.rooms.read.EventGraph}, and what of it they may see is decided by
/// {@link org.stoa.rooms.read.Visibility#server}.
///
/// All of it is idempotent: an event that is known gets the verdict that it got before. All answers come after the commit.
/// Several callers for one room take turns at its lock; rooms do not wait for each other.
@NullMarked
package org.stoa.rooms.receive;

import org.jspecify.annotations.NullMarked;
