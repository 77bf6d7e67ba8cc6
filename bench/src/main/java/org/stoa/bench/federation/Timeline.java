package org.stoa.bench.federation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Makes events of a room, each after the one before. For one thread; a copy makes a fork.
///
/// Spec: rooms/v11#event-format, server-server-api#auth-events-selection (v1.19).
public final class Timeline {
    private final String room;
    private final String create;
    private final String levels;
    private final String joinRules;
    private String last;
    private long depth;
    private long clock;

    /// @param create the event's id, like those of `levels` and `joinRules`
    /// @param last the event to follow
    /// @param depth of the next event
    Timeline(String room, String create, String levels, String joinRules, String last, long depth) {
        this.room = room;
        this.create = create;
        this.levels = levels;
        this.joinRules = joinRules;
        this.last = last;
        this.depth = depth;
        this.clock = System.currentTimeMillis();
    }

    private Timeline(Timeline other) {
        this(other.room, other.create, other.levels, other.joinRules, other.last, other.depth);
        clock = other.clock;
    }

    /// Another one that goes on from here.
    public Timeline fork() {
        return new Timeline(this);
    }

    /// Goes on after another event.
    public void follow(String event) {
        last = event;
        depth++;
    }

    /// Goes on after the end of another one too.
    public Pdu.Unsigned merge(Timeline other, Peer by, String user, String membership) {
        depth = Math.max(depth, other.depth);
        return add(
                message(by, user, "merged"),
                List.of(create, levels, membership),
                List.of(last, other.last));
    }

    /// The room's id.
    public String room() {
        return room;
    }

    /// A message.
    ///
    /// @param membership id of the event by which the user is in the room
    public Pdu.Unsigned message(Peer by, String user, String membership, String text) {
        return add(message(by, user, text), List.of(create, levels, membership), List.of(last));
    }

    private static Draft message(Peer by, String user, String text) {
        return new Draft(
                by, user, "m.room.message", null, Map.of("msgtype", "m.text", "body", text));
    }

    /// A first join.
    public Pdu.Unsigned join(Peer by, String user) {
        return join(by, user, List.of(create, joinRules, levels));
    }

    private Pdu.Unsigned join(Peer by, String user, List<String> auths) {
        return add(member(by, user, Map.of("membership", "join")), auths, List.of(last));
    }

    /// Another name of somebody who is in the room.
    ///
    /// @param membership id of the event by which the user is in the room
    public Pdu.Unsigned rename(
            Peer by, String user, String membership, String name, long timestamp) {
        clock = timestamp;
        return add(
                member(by, user, Map.of("membership", "join", "displayname", name)),
                List.of(create, joinRules, levels, membership),
                List.of(last));
    }

    private static Draft member(Peer by, String user, Map<String, Object> content) {
        return new Draft(by, user, "m.room.member", user, content);
    }

    /// What an event says.
    ///
    /// @param stateKey null for none
    record Draft(
            Peer by,
            String sender,
            String type,
            @Nullable String stateKey,
            Map<String, Object> content) {}

    private Pdu.Unsigned add(Draft draft, List<String> auths, List<String> prevs) {
        Pdu.Unsigned made = make(room, draft, auths, prevs, depth, clock++);
        last = made.id();
        depth++;
        return made;
    }

    static Pdu.Unsigned make(
            String room,
            Draft draft,
            List<String> auths,
            List<String> prevs,
            long depth,
            long timestamp) {
        Map<String, Object> event = new TreeMap<>();
        event.put("room_id", room);
        event.put("type", draft.type());
        event.put("sender", draft.sender());
        event.put("content", draft.content());
        event.put("auth_events", new ArrayList<>(auths));
        event.put("prev_events", new ArrayList<>(prevs));
        event.put("depth", depth);
        event.put("origin_server_ts", timestamp);
        if (draft.stateKey() != null) {
            event.put("state_key", draft.stateKey());
        }
        return Pdu.of(draft.by(), event);
    }
}
