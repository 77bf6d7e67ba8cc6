package org.stoa.sync.v3;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.stoa.protocol.event.content.Membership;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.Memberships;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.RoomSnapshot;
import org.stoa.rooms.state.StateMap;
import org.stoa.rooms.state.StateRef;
import org.stoa.rooms.state.States;
import org.stoa.storage.Names;
import org.stoa.storage.Position;
import org.stoa.storage.Tx;
import org.stoa.storage.rooms.StateRepository;
import org.stoa.storage.rooms.SyncRepository;

/// What the state of a room was at a position of the stream: from the snapshots in memory while they reach so far back,
/// else from the database. Thread-safe.
public final class RoomHistory {
    private final EventStore events;
    private final States states;
    private final Names names;
    private final StateRepository stateRepository = new StateRepository();
    private final SyncRepository syncRepository = new SyncRepository();

    /// Creates it.
    public RoomHistory(EventStore events, States states, Names names) {
        this.events = events;
        this.states = states;
        this.names = names;
    }

    /// The snapshot of a position, while it is in memory.
    Optional<RoomSnapshot> snapshot(Room room, long position) {
        return room.visibleAt(new Position(position));
    }

    /// Where the state that was current at a position is stored; empty when the room has none so old.
    Optional<StateRef> refAt(Tx tx, Room room, long position) {
        if (position == 0) {
            return Optional.empty();
        }
        return snapshot(room, position)
                .map(snapshot -> snapshot.head().stateRef())
                .or(() -> refAt(tx, room.nid(), position));
    }

    /// The state that was current at a position; the empty one when the room has none so old.
    public StateMap at(Tx tx, Room room, long position) {
        if (position == 0) {
            return StateMap.EMPTY;
        }
        return snapshot(room, position)
                .map(snapshot -> snapshot.head().state())
                .orElseGet(
                        () ->
                                refAt(tx, room.nid(), position)
                                        .map(ref -> states.all(tx, ref))
                                        .orElse(StateMap.EMPTY));
    }

    /// The event that held a key in a state; 0 for none.
    long one(Tx tx, StateRef ref, long stateKey) {
        return states.one(tx, ref, stateKey);
    }

    /// The keys that may hold another event at `to` than at `from`.
    Set<Long> changedKeys(Tx tx, Room room, long from, long to) {
        Optional<RoomSnapshot> before = snapshot(room, from);
        Optional<RoomSnapshot> after = snapshot(room, to);
        Set<Long> changed = new HashSet<>();
        if (before.isPresent() && after.isPresent()) {
            StateMap mapBefore = before.get().head().state();
            after.get()
                    .head()
                    .state()
                    .forEachDifference(mapBefore, (key, now, then) -> changed.add(key));
            return changed;
        }
        Optional<StateRef> refBefore = refAt(tx, room, from);
        Optional<StateRef> refAfter = refAt(tx, room, to);
        if (refBefore.isPresent() && refAfter.isPresent()) {
            return states.changedKeys(tx, room.nid(), refBefore.get(), refAfter.get());
        }
        at(tx, room, to).forEach((key, event, version) -> changed.add(key));
        return changed;
    }

    /// A user's member event at a position; empty when there was none.
    Optional<StoredEvent> memberEventAt(Tx tx, long room, String userId, long position) {
        Optional<Long> key = names.findStateKey("m.room.member", userId);
        if (key.isEmpty()) {
            return Optional.empty();
        }
        return refAt(tx, room, position)
                .map(ref -> states.one(tx, ref, key.get()))
                .filter(event -> event != 0)
                .map(event -> events.get(tx, event));
    }

    /// A user's membership at a position.
    Membership membershipAt(Tx tx, long room, String userId, long position) {
        return memberEventAt(tx, room, userId, position)
                .map(event -> Memberships.in(event.content()))
                .orElse(Membership.LEAVE);
    }

    /// The position of the event at a place of the timeline; 0 when there is none.
    public long positionOf(Tx tx, long room, long ord) {
        return ord == 0 ? 0 : syncRepository.posAt(tx, room, ord).orElse(0);
    }

    private Optional<StateRef> refAt(Tx tx, long room, long position) {
        return stateRepository
                .currentAt(tx, room, position)
                .map(current -> new StateRef(current.line(), current.version()));
    }
}
