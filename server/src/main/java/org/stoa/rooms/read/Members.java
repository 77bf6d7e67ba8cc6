package org.stoa.rooms.read;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.stoa.http.JsonPieces;
import org.stoa.http.auth.Requester;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.id.RoomId;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.Memberships;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.state.StateMap;
import org.stoa.rooms.state.States;
import org.stoa.storage.Database;
import org.stoa.storage.Names;
import org.stoa.storage.Tx;

/// Reads the members of a room, once they are known. Thread-safe.
public final class Members {
    private final Database database;
    private final RoomAccess access;
    private final WholeRooms whole;
    private final EventStore events;
    private final States states;
    private final Names names;
    private final Tokens tokens;
    private final EventPieces.Parts pieces;

    /// Creates it.
    public Members(
            Database database,
            RoomAccess access,
            WholeRooms whole,
            EventStore events,
            States states,
            Names names,
            Tokens tokens,
            Visibility visibility,
            ClientEvents clientEvents) {
        this.database = database;
        this.access = access;
        this.whole = whole;
        this.events = events;
        this.states = states;
        this.names = names;
        this.tokens = tokens;
        this.pieces = new EventPieces.Parts(database, events, clientEvents, visibility);
    }

    /// Which member events a client wants.
    ///
    /// @param at a place in the timeline; empty for now
    /// @param memberships wanted ones; none for all
    /// @param notMemberships unwanted ones
    public record Wish(
            Optional<String> at,
            List<Membership> memberships,
            List<Membership> notMemberships,
            EventFormat format) {
        boolean wants(Membership membership) {
            if (memberships.isEmpty() && notMemberships.isEmpty()) {
                return true;
            }
            boolean excluded = !notMemberships.isEmpty() && !notMemberships.contains(membership);
            return memberships.contains(membership) || excluded;
        }
    }

    /// The member events, each as text.
    ///
    /// Errors: M_FORBIDDEN; M_INVALID_PARAM for a token that is none.
    public EventPieces events(Requester requester, RoomId roomId, Wish wish) {
        awaitIfReadable(requester, roomId);
        return database.read(
                tx -> {
                    RoomAccess.Access seen = access.require(tx, requester, roomId);
                    StateMap state =
                            wish.at().map(at -> stateAt(tx, seen, at)).orElse(seen.state());
                    return pieces.of(
                            requester,
                            seen.room(),
                            memberNumbers(state),
                            event -> wish.wants(Memberships.in(event.content())),
                            wish.format());
                });
    }

    /// Who may not read the room does not learn whether its members are known, by waiting.
    private void awaitIfReadable(Requester requester, RoomId roomId) {
        database.read(tx -> access.require(tx, requester, roomId));
        whole.await(roomId);
    }

    /// The joined members by user id, each with `display_name` and `avatar_url`.
    ///
    /// Errors: M_FORBIDDEN when the requester is not joined; those of [WholeRooms#await].
    public JsonPieces joined(Requester requester, RoomId roomId) {
        access.requireJoined(requester, roomId);
        whole.await(roomId);
        RoomAccess.Access seen = access.requireJoined(requester, roomId);
        return new JoinedMembers(database, events, memberNumbers(seen.state()));
    }

    private StateMap stateAt(Tx tx, RoomAccess.Access seen, String token) {
        long ord = Math.min(tokens.ord(tx, seen.room().nid(), token), seen.lastOrd());
        List<StoredEvent> newest = events.backwards(tx, seen.room().nid(), ord, 1);
        if (newest.isEmpty()) {
            return StateMap.EMPTY;
        }
        StoredEvent last = newest.getFirst();
        StateMap before = states.all(tx, last.before());
        return last.isState()
                ? before.with(last.header().stateKey(), last.event(), last.before().version() + 1)
                : before;
    }

    private List<Long> memberNumbers(StateMap state) {
        Map<Long, Long> numbers = new LinkedHashMap<>();
        state.forEach((key, event, version) -> numbers.put(key, event));
        Set<Long> ofMembers = names.ofType(names.type("m.room.member"), numbers.keySet());
        numbers.keySet().retainAll(ofMembers);
        return List.copyOf(numbers.values());
    }
}
