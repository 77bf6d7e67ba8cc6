package org.stoa.rooms.head;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.auth.AuthState;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.event.content.PowerLevels;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.Memberships;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.state.StateMap;
import org.stoa.storage.Names;

/// A state map read by event types and state keys.
public final class StateView implements AuthState {
    private final StateMap state;
    private final Names names;
    private final EventStore events;

    /// Creates a view of a state.
    public StateView(StateMap state, Names names, EventStore events) {
        this.state = state;
        this.names = names;
        this.events = events;
    }

    @Override
    public @Nullable Event get(String type, String stateKey) {
        return stored(type, stateKey).map(StoredEvent::parsed).orElse(null);
    }

    /// The stored event that holds a key.
    public Optional<StoredEvent> stored(String type, String stateKey) {
        long event = names.findStateKey(type, stateKey).map(state::event).orElse(0L);
        return event == 0 ? Optional.empty() : Optional.of(events.get(event));
    }

    /// The content of the event that holds a key; empty content when there is none.
    public JsonObject content(String type, String stateKey) {
        return stored(type, stateKey).map(StoredEvent::content).orElse(JsonObject.EMPTY);
    }

    /// A user's membership; LEAVE when there is no member event.
    public Membership membership(UserId user) {
        return Memberships.in(content("m.room.member", user.toString()));
    }

    /// The power levels that hold, or those of a room without the event.
    ///
    /// Throws IllegalStateException when the state has no create event.
    public PowerLevels powerLevels() {
        Event create = get("m.room.create", "");
        if (create == null) {
            throw new IllegalStateException("a state without m.room.create");
        }
        return PowerLevels.of(create, get("m.room.power_levels", ""));
    }
}
