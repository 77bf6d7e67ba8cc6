package org.stoa.federation.receive;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.stoa.federation.fetch.FetchModule;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.ServerName;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.receive.ReceivedEvent;
import org.stoa.rooms.receive.ReceivedEvents;

/// Takes in the event right below another one, when that is the only one missing there: by itself, and with the state before it.
/// For one thread a room.
///
/// That is better than the state before the event above. It needs nobody who knows that one, which the server that made it may be
/// alone in. And what follows is worked out here from what was checked: the event below, and the others that are here.
///
/// Spec: server-server-api#retrieving-events (v1.19).
final class NextBelow {
    private final ReceivedEvents events;
    private final FetchModule fetch;

    NextBelow(ReceivedEvents events, FetchModule fetch) {
        this.events = events;
        this.fetch = fetch;
    }

    /// What came of it.
    enum Outcome {
        /// Several are missing, or nobody gives the one, or the state before it.
        NOT_HAD,

        /// All that was asked for was given, and does not suffice, since there are auth events which nobody gives.
        LACKING,

        /// It is here, and nothing is missing right below the other event.
        TAKEN
    }

    /// Fetches what is missing below an event.
    ///
    /// @param peers whom to ask, in turn
    Outcome take(Room room, List<ServerName> peers, Event above) {
        Set<EventId> absent = fetch.missing().absent(above);
        if (absent.size() != 1) {
            return Outcome.NOT_HAD;
        }
        EventId wanted = absent.iterator().next();
        return fetch.events()
                .fetch(room.roomId(), room.rules(), peers, wanted)
                .flatMap(below -> received(room, peers, below))
                .map(received -> take(room, peers, received))
                .orElse(Outcome.NOT_HAD);
    }

    /// The event with the state before it, if that is needed; empty when it cannot be had.
    private Optional<ReceivedEvent> received(Room room, List<ServerName> peers, Event below) {
        return fetch.missing().isComplete(below)
                ? Optional.of(ReceivedEvent.of(below))
                : fetch.states()
                        .stateBefore(room, peers, below.eventId())
                        .map(state -> ReceivedEvent.after(below, state));
    }

    /// Most auth events came with the state.
    private Outcome take(Room room, List<ServerName> peers, ReceivedEvent received) {
        if (isTaken(room, received)) {
            return Outcome.TAKEN;
        }
        fetch.auths().fetch(room, peers, received.event());
        return isTaken(room, received) ? Outcome.TAKEN : Outcome.LACKING;
    }

    private boolean isTaken(Room room, ReceivedEvent received) {
        return !GapFilling.isLacking(events.receive(room, List.of(received)).getFirst());
    }
}
