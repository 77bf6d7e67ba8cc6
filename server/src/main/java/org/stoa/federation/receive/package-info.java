/// What other servers send: transactions of events and of what is ephemeral.
///
/// | Step | Where | What happens |
/// |---|---|---|
/// | 1 | `endpoint/ReceiveTransaction` | limits |
/// | 2 | {@link org.stoa.federation.receive.Transactions} | a transaction that is sent again gets the answer that it got before |
/// | 3 | {@link org.stoa.federation.receive.IncomingPdus} | events by room, rooms side by side |
/// | 4 | {@link org.stoa.federation.receive.RoomPdus} | server ACLs; format, signatures, hashes (`pdu`); then `rooms.receive` |
/// | 5 | {@link org.stoa.federation.receive.Staging}, {@link org.stoa.federation.receive.StagedRooms}, {@link org.stoa.federation.receive.GapFilling} | events that lack others are kept; one worker a room fetches what is missing |
/// | 6 | {@link org.stoa.federation.receive.IncomingEdus} | what is ephemeral, one class for each kind |
@NullMarked
package org.stoa.federation.receive;

import org.jspecify.annotations.NullMarked;
