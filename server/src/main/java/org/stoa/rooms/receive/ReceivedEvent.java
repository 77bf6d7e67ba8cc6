package org.stoa.rooms.receive;

import java.util.List;
import java.util.Optional;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.EventId;
import org.stoa.rooms.send.Recommendations.Answer;

/// An event that another server made, checked for its format, its signatures and its hashes.
///
/// @param event redacted when its hash was wrong
/// @param stateBefore when some of its prev events cannot be had: all state events before it, which were stored as
///     outliers before; those that are not here, or were rejected, are left out
/// @param forOthers whether this server passes it on to the other servers in the room once it is accepted, because the one
///     that made it gave it to this one alone (`send_join`, `send_leave`, `send_knock`)
/// @param isOffered whether nobody here asked for it, and so it need not be remembered when it is rejected and of strangers
/// @param objection why the room's policy server does not recommend it, which soft-fails it
/// @param isUnasked whether that server still has to be asked: events that this one names were missing, or there was no time
public record ReceivedEvent(
        Event event,
        Optional<List<EventId>> stateBefore,
        boolean forOthers,
        boolean isOffered,
        Optional<String> objection,
        boolean isUnasked) {
    /// An event all of whose prev events are here.
    public static ReceivedEvent of(Event event) {
        return new ReceivedEvent(event, Optional.empty(), false, false, Optional.empty(), false);
    }

    /// An event some of whose prev events cannot be had.
    public static ReceivedEvent after(Event event, List<EventId> state) {
        return new ReceivedEvent(
                event, Optional.of(List.copyOf(state)), false, false, Optional.empty(), false);
    }

    /// The same event, to be passed on to the other servers in the room.
    public ReceivedEvent passedOn() {
        return new ReceivedEvent(event, stateBefore, true, isOffered, objection, isUnasked);
    }

    /// The same event, which another server sent by itself. When it is rejected, and nobody of its sender's server ever was in the
    /// room, nothing is kept of it: whoever likes could fill the disk with such.
    public ReceivedEvent offered() {
        return new ReceivedEvent(event, stateBefore, forOthers, true, objection, isUnasked);
    }

    /// The same event with what the room's policy server said of it: its signature, or its objection.
    ReceivedEvent answered(Answer answer) {
        return new ReceivedEvent(
                answer.event(), stateBefore, forOthers, isOffered, answer.objection(), false);
    }

    /// The same event, of which that server was not asked.
    ReceivedEvent unasked() {
        return new ReceivedEvent(event, stateBefore, forOthers, isOffered, objection, true);
    }
}
