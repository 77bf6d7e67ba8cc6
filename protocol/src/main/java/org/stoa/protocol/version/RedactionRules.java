package org.stoa.protocol.version;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// What of an event stays when it is redacted.
///
/// @param members the top-level members that stay
/// @param content for each event type, what stays of its content; of other types nothing does
public record RedactionRules(Set<String> members, Map<String, Kept> content) {

    /// What stays of the content of one type of event.
    ///
    /// @param everything whether the whole content stays
    /// @param names the members that stay
    /// @param nested members that stay as objects of which only these members stay, when they are objects
    public record Kept(boolean everything, Set<String> names, Map<String, Set<String>> nested) {

        static final Kept NOTHING = new Kept(false, Set.of(), Map.of());
        static final Kept EVERYTHING = new Kept(true, Set.of(), Map.of());

        public Kept {
            names = Set.copyOf(names);
            nested = Map.copyOf(nested);
        }

        private Kept and(String... more) {
            Set<String> all = new HashSet<>(names);
            all.addAll(Arrays.asList(more));
            return new Kept(everything, all, nested);
        }

        private Kept andOf(String name, String... inner) {
            Map<String, Set<String>> all = new HashMap<>(nested);
            all.put(name, Set.of(inner));
            return new Kept(everything, names, all);
        }
    }

    /// Spec: rooms/v1#redactions.
    static final RedactionRules V1 =
            new RedactionRules(
                            Set.of(
                                    "event_id",
                                    "type",
                                    "room_id",
                                    "sender",
                                    "state_key",
                                    "content",
                                    "hashes",
                                    "signatures",
                                    "depth",
                                    "prev_events",
                                    "prev_state",
                                    "auth_events",
                                    "origin",
                                    "origin_server_ts",
                                    "membership"),
                            Map.of())
                    .keeping("m.room.member", "membership")
                    .keeping("m.room.create", "creator")
                    .keeping("m.room.join_rules", "join_rule")
                    .keeping(
                            "m.room.power_levels",
                            "ban",
                            "events",
                            "events_default",
                            "kick",
                            "redact",
                            "state_default",
                            "users",
                            "users_default")
                    .keeping("m.room.aliases", "aliases")
                    .keeping("m.room.history_visibility", "history_visibility");

    /// Spec: rooms/v6#redactions.
    static final RedactionRules V6 = V1.with("m.room.aliases", Kept.NOTHING);

    /// Spec: rooms/v8#redactions.
    static final RedactionRules V8 = V6.keeping("m.room.join_rules", "allow");

    /// Spec: rooms/v9#redactions.
    static final RedactionRules V9 =
            V8.keeping("m.room.member", "join_authorised_via_users_server");

    /// Spec: rooms/v11#redactions.
    static final RedactionRules V11 =
            V9.withoutMembers("origin", "membership", "prev_state")
                    .with("m.room.create", Kept.EVERYTHING)
                    .keeping("m.room.redaction", "redacts")
                    .keeping("m.room.power_levels", "invite")
                    .with(
                            "m.room.member",
                            V9.content("m.room.member").andOf("third_party_invite", "signed"));

    public RedactionRules {
        members = Set.copyOf(members);
        content = Map.copyOf(content);
    }

    /// Returns what stays of the content of events of this type.
    public Kept content(String type) {
        return content.getOrDefault(type, Kept.NOTHING);
    }

    private RedactionRules keeping(String type, String... names) {
        return with(type, content(type).and(names));
    }

    private RedactionRules with(String type, Kept kept) {
        Map<String, Kept> all = new HashMap<>(content);
        all.put(type, kept);
        return new RedactionRules(members, all);
    }

    private RedactionRules withoutMembers(String... names) {
        Set<String> fewer = new HashSet<>(members);
        fewer.removeAll(Set.of(names));
        return new RedactionRules(fewer, content);
    }
}
