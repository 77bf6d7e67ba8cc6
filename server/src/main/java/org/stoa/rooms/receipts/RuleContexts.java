package org.stoa.rooms.receipts;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.event.content.PowerLevels;
import org.stoa.protocol.push.PushContext;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.state.StateRef;
import org.stoa.rooms.state.States;
import org.stoa.storage.Names;
import org.stoa.storage.Tx;

/// Finds what push rules depend on besides an event: the levels and the user's name as they were before it, and how many
/// members the room has now. Lives as long as its transaction; messages in a row mostly have the state in common.
final class RuleContexts {
    private final EventStore events;
    private final States states;
    private final Names names;
    private final Tx tx;
    private final Room room;
    private final String userId;
    private @Nullable StateRef lastRef;
    private @Nullable State last;

    private record State(PowerLevels levels, @Nullable String displayName) {}

    RuleContexts(EventStore events, States states, Names names, Tx tx, Room room, String userId) {
        this.events = events;
        this.states = states;
        this.names = names;
        this.tx = tx;
        this.room = room;
        this.userId = userId;
    }

    PushContext of(StoredEvent event) {
        State before = before(event.before());
        return PushContext.of(
                before.levels(),
                event.parsed().sender(),
                room.visible().head().joined(),
                before.displayName());
    }

    private State before(StateRef ref) {
        State known = last;
        if (known == null || !ref.equals(lastRef)) {
            known = read(ref);
            last = known;
            lastRef = ref;
        }
        return known;
    }

    private State read(StateRef ref) {
        StoredEvent create =
                find(ref, "m.room.create", "")
                        .orElseThrow(
                                () -> new IllegalStateException("a state without m.room.create"));
        PowerLevels levels =
                PowerLevels.of(
                        create.parsed(),
                        find(ref, "m.room.power_levels", "").map(StoredEvent::parsed).orElse(null));
        String displayName =
                find(ref, "m.room.member", userId)
                        .flatMap(member -> member.content().string("displayname"))
                        .orElse(null);
        return new State(levels, displayName);
    }

    private Optional<StoredEvent> find(StateRef ref, String type, String key) {
        return names.findStateKey(type, key)
                .map(number -> states.one(tx, ref, number))
                .filter(event -> event != 0)
                .map(event -> events.get(tx, event));
    }
}
