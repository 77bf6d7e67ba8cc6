package org.stoa.protocol.state;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.auth.AuthRules;
import org.stoa.protocol.auth.StateKeyPair;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomRules;
import org.stoa.protocol.version.RoomVersion;

/// The events of a room whose ids the test chooses, and what a resolution asks about them.
final class TestRoom implements StateEvents {

    /// A state as people read it.
    static final class State {
        private final Map<StateKeyPair, Event> entries;

        private State(Map<StateKeyPair, Event> entries) {
            this.entries = entries;
        }

        static State of(Event... events) {
            State state = new State(Map.of());
            for (Event event : events) {
                state = state.with(event);
            }
            return state;
        }

        static State of(Map<StateKeyPair, Event> entries) {
            return new State(new LinkedHashMap<>(entries));
        }

        State with(Event... events) {
            Map<StateKeyPair, Event> changed = new LinkedHashMap<>(entries);
            for (Event event : events) {
                changed.put(StateKeyPair.of(event), event);
            }
            return new State(changed);
        }

        State without(String type, String key) {
            Map<StateKeyPair, Event> changed = new LinkedHashMap<>(entries);
            changed.remove(new StateKeyPair(type, key));
            return new State(changed);
        }

        @Nullable Event get(String type, String key) {
            return entries.get(new StateKeyPair(type, key));
        }

        Map<StateKeyPair, Event> entries() {
            return entries;
        }
    }

    private final RoomVersion version;
    private final Map<EventId, Event> events = new LinkedHashMap<>();
    private final Map<EventId, Long> numbers = new HashMap<>();
    private final Map<Long, Event> byNumber = new HashMap<>();
    private final Map<StateKeyPair, Long> keys = new HashMap<>();
    private final Set<EventId> rejected = new HashSet<>();
    private final AuthGraph graph = new AuthGraph();
    private final List<Long> loaded = new ArrayList<>();
    private @Nullable Event create;

    TestRoom(RoomVersion version) {
        this.version = version;
    }

    RoomRules rules() {
        return version.rules();
    }

    AuthGraph graph() {
        return graph;
    }

    Map<EventId, Event> events() {
        return events;
    }

    /// The numbers of the events that were loaded, one for each time.
    List<Long> loaded() {
        return loaded;
    }

    long number(Event event) {
        return Objects.requireNonNull(numbers.get(event.eventId()));
    }

    void reject(Event event) {
        rejected.add(event.eventId());
    }

    boolean isRejected(Event event) {
        return rejected.contains(event.eventId());
    }

    /// Forgets what the event says; it is known by name only from now on.
    void lose(Event event) {
        byNumber.remove(number(event));
    }

    Draft draft(String name, String type, String sender) {
        return new Draft(name, type, sender);
    }

    Draft member(String name, String sender, String target, String membership) {
        return draft(name, "m.room.member", sender)
                .key(target)
                .content(JsonObject.of("membership", membership));
    }

    Draft levels(String name, String sender, JsonObject users) {
        return draft(name, "m.room.power_levels", sender).content(JsonObject.of("users", users));
    }

    Draft joinRules(String name, String sender, String rule) {
        return draft(name, "m.room.join_rules", sender).content(JsonObject.of("join_rule", rule));
    }

    Draft topic(String name, String sender) {
        return draft(name, "m.room.topic", sender).content(JsonObject.of("topic", name));
    }

    Event create(String sender) {
        return create("create", sender, JsonObject.EMPTY);
    }

    Event create(String name, String sender, JsonObject more) {
        JsonObject content =
                JsonObject.of("room_version", version.id(), "creator", sender).toBuilder()
                        .putAll(more)
                        .build();
        return draft(name, "m.room.create", sender).content(content).previous().auth();
    }

    /// Resolves the states by what is tested; all keys, as people read them.
    State resolve(State... states) {
        return resolve(List.of(states), false);
    }

    State resolve(List<State> states, boolean withKnownClosures) {
        List<Numbered> sets =
                states.stream().map(state -> new Numbered(state, withKnownClosures)).toList();
        Resolution resolution = new StateResolver(rules(), graph, this).resolve(StateSets.of(sets));
        Map<Long, StateKeyPair> names = new HashMap<>();
        keys.forEach((pair, number) -> names.put(number, pair));
        Map<StateKeyPair, Event> result = new LinkedHashMap<>();
        for (Map.Entry<Long, StateKeyPair> key : names.entrySet()) {
            long event = resolution.event(key.getKey(), sets.getFirst());
            if (event != 0) {
                result.put(key.getValue(), events.get(id(event)));
            }
        }
        return new State(result);
    }

    StateSet numbered(State state) {
        return new Numbered(state, false);
    }

    @Override
    public Map<Long, StateEvent> load(Collection<Long> wanted) {
        Map<Long, StateEvent> found = new TreeMap<>();
        for (Long number : wanted) {
            loaded.add(number);
            Event event = byNumber.get(number);
            if (event != null) {
                found.put(number, new StateEvent(event, isRejected(event)));
            }
        }
        return found;
    }

    @Override
    public long stateKey(String type, String stateKey) {
        return keys.getOrDefault(new StateKeyPair(type, stateKey), 0L);
    }

    @Override
    public Event create() {
        if (create == null) {
            throw new IllegalStateException("Expected a create event first");
        }
        return create;
    }

    private EventId id(long number) {
        return numbers.entrySet().stream()
                .filter(entry -> entry.getValue() == number)
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    /// Returns an id of the version's format that begins with the name.
    EventId idOf(String name) {
        return EventId.parse(
                rules().eventIdFormat().isHash()
                        ? "$" + (name + "A".repeat(43)).substring(0, 43)
                        : "$" + name + ":one.example");
    }

    Event add(Event event) {
        if (events.putIfAbsent(event.eventId(), event) != null) {
            throw new IllegalArgumentException("Expected a new name for " + event);
        }
        // Not in order, so that nothing can depend on it.
        long number = 1000L + (events.size() * 7919L) % 1_000_003;
        numbers.put(event.eventId(), number);
        byNumber.put(number, event);
        keys.putIfAbsent(StateKeyPair.of(event), 500L - keys.size());
        if (create == null && event.type().equals("m.room.create")) {
            create = event;
        }
        graph.add(
                number,
                event.isState("m.room.power_levels", ""),
                event.authEvents().stream()
                        .mapToLong(auth -> numbers.getOrDefault(auth, 0L))
                        .toArray());
        return event;
    }

    /// A state as a resolution gets it.
    private final class Numbered implements StateSet {
        private final Map<Long, Long> entries = new HashMap<>();
        private final boolean knowsClosure;

        Numbered(State state, boolean knowsClosure) {
            state.entries().forEach((key, event) -> entries.put(keys.get(key), number(event)));
            this.knowsClosure = knowsClosure;
        }

        @Override
        public long event(long stateKey) {
            return entries.getOrDefault(stateKey, 0L);
        }

        @Override
        public void forEach(EntryConsumer consumer) {
            entries.forEach(consumer::accept);
        }

        @Override
        public @Nullable AuthClosure authClosure() {
            return knowsClosure ? AuthClosure.of(this, graph) : null;
        }
    }

    /// An event that is to be added.
    final class Draft {
        private final String name;
        private final String type;
        private final String sender;
        private String key = "";
        private JsonObject content = JsonObject.EMPTY;
        private long time = events.size() + 1L;
        private long depth = events.size() + 1L;
        private List<EventId> previous = List.of(idOf("previous"));
        private @Nullable Event other;

        private Draft(String name, String type, String sender) {
            this.name = name;
            this.type = type;
            this.sender = sender;
        }

        Draft key(String stateKey) {
            this.key = stateKey;
            return this;
        }

        Draft content(JsonObject newContent) {
            this.content = newContent;
            return this;
        }

        Draft at(long originServerTs) {
            this.time = originServerTs;
            return this;
        }

        Draft depth(long newDepth) {
            this.depth = newDepth;
            return this;
        }

        Draft previous(Event... previousEvents) {
            this.previous = List.of(previousEvents).stream().map(Event::eventId).toList();
            return this;
        }

        /// Claims to be in the room of another create event.
        Draft inRoomOf(Event otherCreate) {
            this.other = otherCreate;
            return this;
        }

        /// Adds it with the auth events that this state has for it.
        Event in(State state) {
            return add(preview(state));
        }

        /// Returns it as it would be added.
        Event preview(State state) {
            Event bare = event(List.of());
            return event(
                    AuthRules.authEventsFor(type, bare.sender(), key, content, rules()).stream()
                            .flatMap(pair -> Stream.ofNullable(state.entries().get(pair)))
                            .map(Event::eventId)
                            .toList());
        }

        /// Adds it with these auth events.
        Event auth(Event... auth) {
            return add(event(List.of(auth).stream().map(Event::eventId).toList()));
        }

        /// Adds it with auth events that may be known by name only.
        Event authIds(List<EventId> auth) {
            return add(event(auth));
        }

        private Event event(List<EventId> auth) {
            JsonObject.Builder pdu =
                    JsonObject.builder()
                            .put("type", type)
                            .put("sender", sender)
                            .put("state_key", key)
                            .put("content", content)
                            .put("origin_server_ts", time)
                            .put("depth", depth)
                            .put("prev_events", references(previous))
                            .put("auth_events", references(auth));
            if (!rules().eventIdFormat().isHash()) {
                pdu.put("event_id", idOf(name).text());
            }
            RoomId room = room();
            if (!rules().roomIdFromCreate() || !type.equals("m.room.create")) {
                pdu.put("room_id", room.toString());
            }
            return Event.stored(idOf(name), room, pdu.build(), rules());
        }

        private RoomId room() {
            if (!rules().roomIdFromCreate()) {
                return RoomId.parse("!room:one.example");
            }
            if (type.equals("m.room.create")) {
                return RoomId.ofCreateEvent(idOf(name));
            }
            return (other == null ? create() : other).roomId();
        }

        private JsonArray references(List<EventId> ids) {
            return JsonArray.of(
                    ids.stream()
                            .map(
                                    id ->
                                            rules().eventIdFormat().isHash()
                                                    ? Json.of(id.text())
                                                    : JsonArray.of(
                                                            Json.of(id.text()),
                                                            JsonObject.of("sha256", "hash")))
                            .map(Json.class::cast)
                            .toList());
        }
    }
}
