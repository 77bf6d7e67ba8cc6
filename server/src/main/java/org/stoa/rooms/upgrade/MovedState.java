package org.stoa.rooms.upgrade;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stoa.protocol.event.content.JoinRule;
import org.stoa.protocol.event.content.JoinRules;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomRules;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.StateView;
import org.stoa.rooms.membership.RestrictedJoins;
import org.stoa.rooms.state.StateMap;
import org.stoa.storage.Names;

/// Which state of a room goes over into the room that replaces it: what the specification recommends, the canonical alias,
/// since the aliases move too, and the children of a space.
///
/// Spec: client-server-api#room-upgrades "Server behaviour" (v1.19).
final class MovedState {
    private static final List<String> TYPES =
            List.of(
                    "m.room.join_rules",
                    "m.room.history_visibility",
                    "m.room.guest_access",
                    "m.room.server_acl",
                    "m.room.encryption",
                    "m.room.name",
                    "m.room.avatar",
                    "m.room.topic",
                    "m.room.canonical_alias");

    private final Names names;
    private final EventStore events;

    MovedState(Names names, EventStore events) {
        this.names = names;
        this.events = events;
    }

    /// A state that the new room begins with.
    record Entry(String type, String stateKey, JsonObject content) {}

    /// What goes over, in the order in which it is set.
    ///
    /// @param rules of the new room
    List<Entry> of(StateMap old, RoomRules rules) {
        StateView state = new StateView(old, names, events);
        List<Entry> moved = new ArrayList<>();
        for (String type : TYPES) {
            state.stored(type, "")
                    .map(event -> new Entry(type, "", content(event, rules)))
                    .filter(entry -> !entry.content().isEmpty())
                    .ifPresent(moved::add);
        }
        moved.addAll(children(old));
        return moved;
    }

    private static JsonObject content(StoredEvent event, RoomRules rules) {
        return event.type().equals("m.room.join_rules")
                ? joinRules(event.content(), rules)
                : event.content();
    }

    /// A rule that the new version does not have would let nobody in, not even who is invited.
    private static JsonObject joinRules(JsonObject content, RoomRules rules) {
        JoinRule rule = new JoinRules(content).rule();
        boolean isKnown =
                switch (rule) {
                    case KNOCK -> rules.knocking();
                    case RESTRICTED, KNOCK_RESTRICTED -> RestrictedJoins.isRestricted(rule, rules);
                    case PUBLIC, INVITE, PRIVATE, UNKNOWN -> true;
                };
        return isKnown ? content : JsonObject.of("join_rule", JoinRule.INVITE.text());
    }

    private List<Entry> children(StateMap old) {
        Optional<Long> type = names.findType("m.space.child");
        if (type.isEmpty()) {
            return List.of();
        }
        List<Long> keys = new ArrayList<>();
        old.forEach((key, event, version) -> keys.add(key));
        return names.ofType(type.get(), keys).stream()
                .sorted()
                .map(key -> child(names.stateKeyText(key).text(), old.event(key)))
                .filter(child -> !child.content().isEmpty())
                .toList();
    }

    private Entry child(String stateKey, long event) {
        return new Entry("m.space.child", stateKey, events.get(event).content());
    }
}
