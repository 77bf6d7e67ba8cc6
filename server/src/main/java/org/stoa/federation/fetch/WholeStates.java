package org.stoa.federation.fetch;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.ServerName;
import org.stoa.rooms.head.Room;

/// Fetches all of a state, for a room that was entered without it. Thread-safe; blocks.
///
/// What is stored stays, so who is cut off asks for less the next time.
public final class WholeStates {
    /// Events that are asked for one by one, of each server: those that the first one could not give.
    private static final int MAX_SINGLE = 100;

    /// One event in so many may be lacking: some of old rooms are signed with keys that nobody has any more.
    private static final int MAY_LACK = 100;

    private final StateFetcher states;
    private final EventFetcher single;
    private final AuthFetcher auths;
    private final StoredIds stored;

    WholeStates(StateFetcher states, EventFetcher single, AuthFetcher auths, StoredIds stored) {
        this.states = states;
        this.single = single;
        this.auths = auths;
        this.stored = stored;
    }

    /// Returns all state events before an event; they and the event itself are stored as outliers. Empty when they cannot be
    /// had now.
    ///
    /// @param peers whom to ask, in turn
    /// @param patience how long the state may take
    public Optional<List<EventId>> before(
            Room room, List<ServerName> peers, EventId event, Duration patience) {
        return states.stateBefore(room, peers, event, patience)
                .filter(state -> isHere(room, peers, event, state));
    }

    private boolean isHere(Room room, List<ServerName> peers, EventId event, List<EventId> state) {
        Set<EventId> lacking = lacking(event, state);
        for (ServerName peer : peers) {
            if (lacking.isEmpty()) {
                return true;
            }
            Set<EventId> some = lacking.stream().limit(MAX_SINGLE).collect(Collectors.toSet());
            List<Event> fetched = single.fetchAll(room.roomId(), room.rules(), peer, some).events();
            auths.store(room, peers, fetched);
            lacking = lacking(event, state);
        }
        return !lacking.contains(event) && lacking.size() <= state.size() / MAY_LACK;
    }

    /// The event is first, since nothing goes without it.
    private Set<EventId> lacking(EventId event, List<EventId> state) {
        return stored.missing(Stream.concat(Stream.of(event), state.stream()).toList());
    }
}
