package org.stoa.protocol.auth;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.content.PowerLevels;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomRules;
import org.stoa.protocol.version.RoomVersion;

/// The state of a room of some version, for checking events against.
///
/// The usual room was made by [#CREATOR] of one.example and is for invited users. In it are the creator, Alice and Erin who
/// have level 50, Senior who has 100, and Bob of two.example who has 0; Carol is invited, Mallory is banned.
final class TestRoom {

    static final String CREATOR = "@creator:one.example";
    static final String ALICE = "@alice:one.example";
    static final String ERIN = "@erin:one.example";
    static final String SENIOR = "@senior:one.example";
    static final String BOB = "@bob:two.example";
    static final String CAROL = "@carol:two.example";
    static final String MALLORY = "@mallory:two.example";
    static final String STRANGER = "@stranger:two.example";

    private final RoomVersion version;
    private final Map<StateKeyPair, Event> state = new HashMap<>();
    private int events;
    private final Event create;

    TestRoom(RoomVersion version) {
        this(version, JsonObject.EMPTY);
    }

    private TestRoom(RoomVersion version, JsonObject createContent) {
        this.version = version;
        JsonObject content = JsonObject.of("room_version", version.id(), "creator", CREATOR);
        create =
                new Draft(this, "m.room.create", CREATOR)
                        .key("")
                        .content(content.toBuilder().putAll(createContent).build())
                        .previous(List.of())
                        .event();
        state.put(StateKeyPair.of(create), create);
    }

    static TestRoom usual(RoomVersion version) {
        return usual(version, JsonObject.EMPTY);
    }

    static TestRoom usual(RoomVersion version, JsonObject createContent) {
        return new TestRoom(version, createContent)
                .member(CREATOR, "join")
                .member(ALICE, "join")
                .member(ERIN, "join")
                .member(SENIOR, "join")
                .member(BOB, "join")
                .member(CAROL, "invite")
                .member(MALLORY, "ban")
                .joinRule("invite")
                .levels(usualLevels());
    }

    static JsonObject usualLevels() {
        return JsonObject.of(
                "users",
                JsonObject.of(ALICE, 50, ERIN, 50, SENIOR, 100),
                "events",
                JsonObject.of("m.room.power_levels", 50, "m.room.topic", 75, "org.example.low", 10),
                "notifications",
                JsonObject.of("room", 50, "org.example.high", 75, "org.example.low", 10));
    }

    RoomRules rules() {
        return version.rules();
    }

    Event create() {
        return create;
    }

    TestRoom member(String user, String membership) {
        return state("m.room.member", user, user, JsonObject.of("membership", membership));
    }

    TestRoom joinRule(String rule) {
        return state("m.room.join_rules", "", CREATOR, JsonObject.of("join_rule", rule));
    }

    TestRoom levels(JsonObject content) {
        return state("m.room.power_levels", "", CREATOR, content);
    }

    /// Changes one property of the power levels.
    TestRoom level(String name, Object value) {
        return levels(levels().with(name, Json.of(value)));
    }

    JsonObject levels() {
        Event event = state.get(new StateKeyPair("m.room.power_levels", ""));
        return event == null ? JsonObject.EMPTY : event.content();
    }

    PowerLevels powerLevels() {
        return PowerLevels.of(create, get("m.room.power_levels", ""));
    }

    TestRoom state(String type, String key, String sender, JsonObject content) {
        state.put(
                new StateKeyPair(type, key),
                new Draft(this, type, sender).key(key).content(content).event());
        return this;
    }

    TestRoom without(String type, String key) {
        state.remove(new StateKeyPair(type, key));
        return this;
    }

    /// Puts the create event of another room in the place of this room's.
    TestRoom withCreateOf(TestRoom other) {
        state.put(StateKeyPair.of(create), other.create);
        return this;
    }

    Event get(String type, String key) {
        Event event = state.get(new StateKeyPair(type, key));
        if (event == null) {
            throw new IllegalArgumentException("The room has no " + type);
        }
        return event;
    }

    AuthState asState() {
        return (type, key) -> state.get(new StateKeyPair(type, key));
    }

    Draft draft(String type, String sender) {
        return new Draft(this, type, sender);
    }

    AuthResult send(String type, String sender) {
        return draft(type, sender).check();
    }

    AuthResult send(String type, String sender, String key, JsonObject content) {
        return draft(type, sender).key(key).content(content).check();
    }

    AuthResult membership(String sender, String target, String membership) {
        return send("m.room.member", sender, target, JsonObject.of("membership", membership));
    }

    AuthResult newLevels(String sender, JsonObject content) {
        return send("m.room.power_levels", sender, "", content);
    }

    /// An event that is to be checked.
    static final class Draft {

        private final TestRoom room;
        private final String type;
        private final String sender;
        private final JsonObject.Builder extra = JsonObject.builder();
        private JsonObject content = JsonObject.EMPTY;
        private List<EventId> previous;
        private List<EventId> authEvents = List.of();
        private @Nullable String key;

        private Draft(TestRoom room, String type, String sender) {
            this.room = room;
            this.type = type;
            this.sender = sender;
            this.previous = List.of(room.id("previous" + room.events));
        }

        Draft key(String stateKey) {
            this.key = stateKey;
            return this;
        }

        Draft content(JsonObject newContent) {
            this.content = newContent;
            return this;
        }

        Draft previous(List<EventId> events) {
            this.previous = events;
            return this;
        }

        Draft auth(List<Event> events) {
            this.authEvents = events.stream().map(Event::eventId).toList();
            return this;
        }

        /// Adds a member beside the content.
        Draft with(String name, Json value) {
            extra.put(name, value);
            return this;
        }

        AuthResult check() {
            return AuthRules.check(event(), room.asState());
        }

        Event event() {
            room.events++;
            JsonObject.Builder pdu =
                    JsonObject.builder()
                            .put("type", type)
                            .put("sender", sender)
                            .put("content", content)
                            .put("origin_server_ts", room.events)
                            .put("depth", room.events)
                            .put("prev_events", room.references(previous))
                            .put("auth_events", room.references(authEvents));
            if (key != null) {
                pdu.put("state_key", key);
            }
            if (!room.rules().eventIdFormat().isHash()) {
                pdu.put("event_id", "$event" + room.events + ":" + sender.split(":", 2)[1]);
            }
            if (!room.rules().roomIdFromCreate()) {
                pdu.put("room_id", "!room:one.example");
            } else if (!type.equals("m.room.create")) {
                pdu.put("room_id", room.create.roomId().toString());
            }
            return Event.parse(pdu.putAll(extra.build()).build(), room.rules());
        }
    }

    /// Returns an id of the version's format.
    private EventId id(String name) {
        return switch (rules().eventIdFormat()) {
            case SERVER_MADE -> EventId.parse("$" + name + ":one.example");
            case HASH, URL_SAFE_HASH ->
                    EventId.parse("$" + (name + "A".repeat(43)).substring(0, 43));
        };
    }

    private JsonArray references(List<EventId> ids) {
        List<Json> references = new ArrayList<>();
        for (EventId id : ids) {
            Json text = Json.of(id.text());
            references.add(
                    rules().eventIdFormat().isHash()
                            ? text
                            : JsonArray.of(text, JsonObject.of("sha256", "hash")));
        }
        return JsonArray.of(references);
    }
}
