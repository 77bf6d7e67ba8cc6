package org.stoa.rooms.read;

import java.util.ArrayList;
import java.util.List;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.RoomHead;
import org.stoa.storage.Names;

/// What somebody who is invited to a room, or knocks on it, may know of it.
///
/// Spec: client-server-api#stripped-state (v1.19).
public final class StrippedState {
    /// The types of state that are told, with the empty state key.
    public static final List<String> TYPES =
            List.of(
                    "m.room.create",
                    "m.room.name",
                    "m.room.avatar",
                    "m.room.topic",
                    "m.room.join_rules",
                    "m.room.canonical_alias",
                    "m.room.encryption");

    private final EventStore events;
    private final Names names;

    /// Creates it.
    public StrippedState(EventStore events, Names names) {
        this.events = events;
        this.names = names;
    }

    /// The stripped state of a room with the member event of the invite or knock, and of its sender, at its end.
    public List<Json> of(RoomHead head, StoredEvent member) {
        List<Json> stripped = new ArrayList<>();
        for (String type : TYPES) {
            add(head, type, "", stripped);
        }
        Event event = member.parsed();
        String sender = event.sender().toString();
        if (!event.stateKey().orElse("").equals(sender)) {
            add(head, "m.room.member", sender, stripped);
        }
        stripped.add(strip(event));
        return stripped;
    }

    private void add(RoomHead head, String type, String stateKey, List<Json> stripped) {
        long event = names.findStateKey(type, stateKey).map(head.state()::event).orElse(0L);
        if (event != 0) {
            stripped.add(strip(events.get(event).parsed()));
        }
    }

    private static JsonObject strip(Event event) {
        return JsonObject.builder()
                .put("type", event.type())
                .put("state_key", event.stateKey().orElse(""))
                .put("sender", event.sender().toString())
                .put("content", event.content())
                .build();
    }
}
