/// What other servers are told by this one.
///
/// **Which events.** Those with the flag {@link org.stoa.rooms.event.EventFlags#FOR_OTHERS}. An event that is made here gets
/// it by itself when other servers are in the room, or it is a membership. An event of another server gets it when whoever
/// took it in said so: `receive(room, List.of(ReceivedEvent.of(join).passedOn()))`, as a resident does with what it was given
/// by `send_join`, `send_leave` and `send_knock`. An event by which this server enters a room has it not: the resident tells
/// the others.
///
/// **To whom.** The servers that have a stay in the room at the event's position, and those to which the write of the event
/// owes it (table `owed`); never the server that made it.
///
/// **How.** {@link org.stoa.federation.send.FederationSender} reads each event once, by position, and offers it to the
/// destinations (`Outbox`). A `Destination` that keeps up has a queue in memory, and a thread while there is something to send;
/// one that fails or is too slow is *behind* and is told what it missed from what is stored (`CatchUp`). `Progress` stores
/// one cursor for all that keep up, which never passes an event that one of them has not taken, and a row for each that is
/// behind. What is not stored (typing, receipts, presence: `OutgoingEdus`) goes along with events or shortly after, and not at all to
/// servers that are behind.
@NullMarked
package org.stoa.federation.send;

import org.jspecify.annotations.NullMarked;
