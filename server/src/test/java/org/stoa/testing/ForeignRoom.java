package org.stoa.testing;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.auth.AuthRules;
import org.stoa.protocol.auth.AuthState;
import org.stoa.protocol.auth.StateKeyPair;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.EventHasher;
import org.stoa.protocol.event.EventReferences;
import org.stoa.protocol.event.EventSigner;
import org.stoa.protocol.event.SigningKey;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.state.AuthGraph;
import org.stoa.protocol.state.Resolution;
import org.stoa.protocol.state.StateEvent;
import org.stoa.protocol.state.StateEvents;
import org.stoa.protocol.state.StateResolver;
import org.stoa.protocol.state.StateSet;
import org.stoa.protocol.state.StateSets;
import org.stoa.protocol.version.RoomRules;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.rooms.receive.JoinAnswer;

/// A room as other servers have it: signed events on a graph of their own, with the whole state before and after each, as
/// plain maps and by the protocol's resolver alone. What a homeserver makes of the same events is compared with it.
public final class ForeignRoom {
    private final RoomVersion version;
    private final RoomRules rules;
    private final SigningKey key = SigningKey.of("foreign", new byte[SigningKey.SEED_BYTES]);
    private final Map<EventId, Event> events = new LinkedHashMap<>();
    private final Map<EventId, Map<StateKeyPair, Event>> before = new HashMap<>();
    private final Map<EventId, Map<StateKeyPair, Event>> after = new HashMap<>();
    private final Set<EventId> rejected = new HashSet<>();
    private final AuthGraph graph = new AuthGraph();
    private final List<Event> numbered = new ArrayList<>();
    private final Map<EventId, Long> numbers = new HashMap<>();
    private final List<StateKeyPair> keys = new ArrayList<>();
    private final RoomId proposed;
    private final Event create;
    private long clock = 1_000_000;
    private int made;

    private ForeignRoom(RoomVersion version, String creator) {
        this.version = version;
        this.rules = version.rules();
        UserId user = UserId.parse(creator);
        this.proposed = RoomId.of("foreign", user.server());
        JsonObject.Builder content = JsonObject.builder().put("room_version", version.id());
        if (!rules.creatorIsSender()) {
            content.put("creator", creator);
        }
        this.create = add(creator, "m.room.create", "", content.build(), List.of());
    }

    /// A room that anybody may join, with its creator in it.
    public static ForeignRoom create(RoomVersion version, String creator) {
        ForeignRoom room = new ForeignRoom(version, creator);
        Event joined = room.join(creator, room.create);
        Event levels =
                room.state(creator, "m.room.power_levels", "", room.levels(Map.of()), joined);
        room.state(creator, "m.room.join_rules", "", JsonObject.of("join_rule", "public"), levels);
        return room;
    }

    /// The content of power levels in which users have these.
    public JsonObject levels(Map<String, Long> users) {
        JsonObject.Builder content = JsonObject.builder();
        if (!rules.privilegedCreators()) {
            content.put(create.sender().toString(), 100);
        }
        users.forEach(content::put);
        return JsonObject.builder().put("users", content.build()).put("state_default", 50).build();
    }

    /// The room's id.
    public RoomId roomId() {
        return create.roomId();
    }

    /// The room's version.
    public RoomVersion version() {
        return version;
    }

    /// The create event.
    public Event create() {
        return create;
    }

    /// All events, each after its prev events.
    public List<Event> events() {
        return List.copyOf(events.values());
    }

    /// The event with the id.
    public Event event(EventId id) {
        return requireNonNull(events.get(id));
    }

    /// The event that was made last.
    public Event last() {
        return events.values().stream().reduce((first, second) -> second).orElseThrow();
    }

    /// The events that no other names as a prev.
    public List<Event> leaves() {
        Set<EventId> named = new HashSet<>();
        events.values().forEach(event -> named.addAll(event.prevEvents()));
        return events.values().stream().filter(each -> !named.contains(each.eventId())).toList();
    }

    /// Whether an event breaks the rules by the state before it.
    public boolean isRejected(Event event) {
        return rejected.contains(event.eventId());
    }

    /// The ids of the state before an event, by type and key.
    public Map<StateKeyPair, EventId> stateBefore(Event event) {
        return ids(requireNonNull(before.get(event.eventId())));
    }

    /// The ids of the state after an event.
    public Map<StateKeyPair, EventId> stateAfter(Event event) {
        return ids(requireNonNull(after.get(event.eventId())));
    }

    private static Map<StateKeyPair, EventId> ids(Map<StateKeyPair, Event> state) {
        Map<StateKeyPair, EventId> ids = new HashMap<>();
        state.forEach((pair, event) -> ids.put(pair, event.eventId()));
        return ids;
    }

    /// Adds a message.
    public Event message(String sender, String text, Event... prevs) {
        JsonObject content = JsonObject.of("msgtype", "m.text", "body", text);
        return add(sender, "m.room.message", null, content, Arrays.asList(prevs));
    }

    /// Makes a message that follows the last event and also names one of another room. It is not added.
    public Event messageAfterStranger(String sender, Event stranger) {
        Event last = last();
        JsonObject content = JsonObject.of("msgtype", "m.text", "body", "strange");
        Map<StateKeyPair, Event> state = requireNonNull(after.get(last.eventId()));
        return signed(sender, "m.room.message", null, content, List.of(last, stranger), state);
    }

    /// Adds a state event that another server made.
    public Event adopt(JsonObject pdu) {
        Event event = Event.parse(pdu, rules);
        Map<StateKeyPair, Event> state = requireNonNull(after.get(event.prevEvents().getFirst()));
        Map<StateKeyPair, Event> changed = new HashMap<>(state);
        changed.put(StateKeyPair.of(event), event);
        events.put(event.eventId(), event);
        before.put(event.eventId(), state);
        after.put(event.eventId(), changed);
        number(event);
        return event;
    }

    /// Adds a message whose auth events are from an older state than that before it, by which it is rejected.
    public Event outdated(String sender, String text, Event older, Event... prevs) {
        Map<StateKeyPair, Event> state = requireNonNull(after.get(older.eventId()));
        JsonObject content = JsonObject.of("msgtype", "m.text", "body", text);
        Event event = signed(sender, "m.room.message", null, content, Arrays.asList(prevs), state);
        Map<StateKeyPair, Event> now = requireNonNull(after.get(prevs[0].eventId()));
        events.put(event.eventId(), event);
        before.put(event.eventId(), now);
        after.put(event.eventId(), now);
        rejected.add(event.eventId());
        return event;
    }

    /// Adds an event that is no state.
    public Event event(String sender, String type, JsonObject content, Event... prevs) {
        return add(sender, type, null, content, Arrays.asList(prevs));
    }

    /// Adds a state event.
    public Event state(
            String sender, String type, String stateKey, JsonObject content, Event... prevs) {
        return add(sender, type, stateKey, content, Arrays.asList(prevs));
    }

    /// Makes a state event that follows another. It is not added.
    public Event stateBeside(
            String sender, String type, String stateKey, JsonObject content, Event prev) {
        Map<StateKeyPair, Event> state = requireNonNull(after.get(prev.eventId()));
        return signed(sender, type, stateKey, content, List.of(prev), state);
    }

    /// Adds the join of a user.
    public Event join(String user, Event... prevs) {
        return member(user, user, "join", prevs);
    }

    /// Adds a change of a membership.
    public Event member(String sender, String target, String membership, Event... prevs) {
        return state(
                sender, "m.room.member", target, JsonObject.of("membership", membership), prevs);
    }

    /// What a resident server answers to a join.
    public JoinAnswer answer(Event join) {
        return new JoinAnswer(version, given(join), join, null);
    }

    /// The state before an event, with its auth chain and that of the event.
    public ForeignState given(Event join) {
        Collection<Event> state = requireNonNull(before.get(join.eventId())).values();
        Set<Event> chain = new LinkedHashSet<>();
        state.forEach(event -> addChain(event, chain));
        addChain(join, chain);
        return new ForeignState(List.copyOf(state), List.copyOf(chain));
    }

    /// All that an event names as auth events, directly or not.
    public Set<Event> authChain(Event event) {
        Set<Event> chain = new LinkedHashSet<>();
        addChain(event, chain);
        return chain;
    }

    private void addChain(Event event, Set<Event> chain) {
        for (EventId auth : event.authEvents()) {
            Event named = requireNonNull(events.get(auth));
            if (chain.add(named)) {
                addChain(named, chain);
            }
        }
    }

    private Event add(
            String sender,
            String type,
            @Nullable String stateKey,
            JsonObject content,
            List<Event> prevs) {
        Map<StateKeyPair, Event> state =
                resolved(prevs.stream().map(p -> requireNonNull(after.get(p.eventId()))).toList());
        Event event = signed(sender, type, stateKey, content, prevs, state);
        events.put(event.eventId(), event);
        before.put(event.eventId(), state);
        boolean allowed = AuthRules.check(event, AuthState.of(state.values())).isAllowed();
        boolean authsAllowed = event.authEvents().stream().noneMatch(rejected::contains);
        if (!allowed || !authsAllowed) {
            rejected.add(event.eventId());
            after.put(event.eventId(), state);
            return event;
        }
        if (!event.isState()) {
            after.put(event.eventId(), state);
            return event;
        }
        number(event);
        Map<StateKeyPair, Event> changed = new HashMap<>(state);
        changed.put(StateKeyPair.of(event), event);
        after.put(event.eventId(), changed);
        return event;
    }

    private Event signed(
            String sender,
            String type,
            @Nullable String stateKey,
            JsonObject content,
            List<Event> prevs,
            Map<StateKeyPair, Event> state) {
        UserId user = UserId.parse(sender);
        List<EventId> auths =
                AuthRules.authEventsFor(type, user, stateKey, content, rules).stream()
                        .filter(state::containsKey)
                        .map(pair -> requireNonNull(state.get(pair)).eventId())
                        .toList();
        long depth = prevs.stream().mapToLong(Event::depth).max().orElse(0) + 1;
        JsonObject.Builder pdu =
                JsonObject.builder()
                        .put("type", type)
                        .put("sender", sender)
                        .put("content", content)
                        .put("origin_server_ts", clock += 1_000)
                        .put("depth", depth)
                        .put("auth_events", references(auths))
                        .put(
                                "prev_events",
                                references(prevs.stream().map(Event::eventId).toList()));
        if (stateKey != null) {
            pdu.put("state_key", stateKey);
        }
        if (!rules.roomIdFromCreate()) {
            pdu.put("room_id", proposed.toString());
        } else if (!prevs.isEmpty()) {
            pdu.put("room_id", create.roomId().toString());
        }
        if (!rules.eventIdFormat().isHash()) {
            pdu.put("event_id", "$foreign" + made++ + ":" + user.server());
        }
        JsonObject signed = EventSigner.hashAndSign(pdu.build(), user.server(), key, rules);
        return Event.parse(signed, rules);
    }

    private JsonArray references(List<EventId> ids) {
        return EventReferences.toJson(
                ids,
                rules,
                id -> EventHasher.referenceHash(requireNonNull(events.get(id)).json(), rules));
    }

    private void number(Event event) {
        numbers.put(event.eventId(), (long) numbered.size() + 1);
        numbered.add(event);
        graph.add(
                numbered.size(),
                event.isState("m.room.power_levels", ""),
                event.authEvents().stream()
                        .mapToLong(id -> requireNonNull(numbers.get(id)))
                        .toArray());
    }

    private Map<StateKeyPair, Event> resolved(List<Map<StateKeyPair, Event>> states) {
        if (states.isEmpty()) {
            return Map.of();
        }
        Set<Long> all = new LinkedHashSet<>();
        states.forEach(state -> state.keySet().forEach(pair -> all.add(keyNumber(pair))));
        Source source = new Source();
        Resolution resolution =
                new StateResolver(rules, graph, source)
                        .resolve(StateSets.of(states.stream().map(Plain::new).toList(), all));
        Map<StateKeyPair, Event> result = new HashMap<>(states.getFirst());
        resolution
                .entries()
                .forEach(
                        (number, event) -> {
                            StateKeyPair pair = keys.get((int) (number - 1));
                            if (event == 0) {
                                result.remove(pair);
                            } else {
                                result.put(pair, numbered.get((int) (event - 1)));
                            }
                        });
        return result;
    }

    private long keyNumber(StateKeyPair pair) {
        int known = keys.indexOf(pair);
        if (known >= 0) {
            return known + 1L;
        }
        keys.add(pair);
        return keys.size();
    }

    private long eventNumber(@Nullable Event event) {
        return event == null ? 0 : requireNonNull(numbers.get(event.eventId()));
    }

    private final class Plain implements StateSet {
        private final Map<StateKeyPair, Event> state;

        Plain(Map<StateKeyPair, Event> state) {
            this.state = state;
        }

        @Override
        public long event(long stateKey) {
            return eventNumber(state.get(keys.get((int) (stateKey - 1))));
        }

        @Override
        public void forEach(EntryConsumer consumer) {
            state.forEach((pair, event) -> consumer.accept(keyNumber(pair), eventNumber(event)));
        }
    }

    private final class Source implements StateEvents {
        @Override
        public Map<Long, StateEvent> load(Collection<Long> wanted) {
            Map<Long, StateEvent> loaded = new HashMap<>();
            for (long number : wanted) {
                loaded.put(number, new StateEvent(numbered.get((int) (number - 1)), false));
            }
            return loaded;
        }

        @Override
        public long stateKey(String type, String stateKey) {
            return keys.indexOf(new StateKeyPair(type, stateKey)) + 1L;
        }

        @Override
        public Event create() {
            return create;
        }
    }
}
