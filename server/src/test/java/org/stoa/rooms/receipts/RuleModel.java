package org.stoa.rooms.receipts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.push.Actions;
import org.stoa.protocol.push.PushContext;
import org.stoa.protocol.push.PushRuleset;
import org.stoa.protocol.push.RuleEvaluator;

/// A room as everything that was sent to it: what is unread is found by going through all of it with the reader's rules.
final class RuleModel {
    static final String MAIN = "main";
    private static final String EVERYWHERE = "";

    /// An event that was sent.
    static final class Sent {
        final String id;
        final String thread;
        final String sender;
        final JsonObject event;
        boolean redacted;

        private Sent(String id, String thread, String sender, JsonObject event) {
            this.id = id;
            this.thread = thread;
            this.sender = sender;
            this.event = event;
        }
    }

    private record Read(String user, String thread) {}

    final List<Sent> all = new ArrayList<>();
    private final String room;
    private final Map<Read, Integer> reads = new HashMap<>();
    private final Map<String, PushRuleset> rules = new HashMap<>();
    private final Map<String, Set<String>> ignored = new HashMap<>();
    private final Map<String, Long> levels;

    /// @param levels power levels of users; 0 for all others
    RuleModel(String room, Map<String, Long> levels) {
        this.room = room;
        this.levels = levels;
    }

    void sent(String id, String sender, String type, Optional<String> stateKey, JsonObject body) {
        JsonObject event =
                JsonObject.builder()
                        .put("type", type)
                        .put("room_id", room)
                        .put("sender", sender)
                        .putIfPresent("state_key", stateKey)
                        .put("content", body)
                        .build();
        Sent sent = new Sent(id, thread(body), sender, event);
        all.add(sent);
        read(sender, sent.thread, all.size() - 1);
    }

    /// Who joins has read all before, in every thread.
    void joined(String user) {
        sent("", user, "m.room.member", Optional.of(user), JsonObject.of("membership", "join"));
        read(user, EVERYWHERE, all.size() - 1);
    }

    void receipt(String user, Optional<String> thread, Sent event) {
        read(user, thread.orElse(EVERYWHERE), all.indexOf(event));
    }

    void rules(String user, PushRuleset now) {
        rules.put(user, now);
    }

    void ignores(String user, Set<String> now) {
        ignored.put(user, now);
    }

    Sent find(String id) {
        return all.stream().filter(sent -> sent.id.equals(id)).findFirst().orElseThrow();
    }

    /// The counts by thread, without those that are nothing.
    Map<String, Unread.Counts> unread(String user, String displayName) {
        Map<String, Unread.Counts> counts = new HashMap<>();
        PushRuleset ruleset = Objects.requireNonNull(rules.get(user));
        Set<String> deaf = new HashSet<>(ignored.getOrDefault(user, Set.of()));
        deaf.add(user);
        for (int i = 0; i < all.size(); i++) {
            Sent sent = all.get(i);
            int floor = Math.max(floor(user, EVERYWHERE), floor(user, sent.thread));
            if (i <= floor || sent.redacted || deaf.contains(sent.sender)) {
                continue;
            }
            PushContext context =
                    new PushContext(
                            displayName, 3, levels.getOrDefault(sent.sender, 0L), key -> 50);
            Actions actions = RuleEvaluator.evaluate(ruleset, sent.event, context);
            if (actions.isNotify()) {
                counts.merge(
                        sent.thread,
                        new Unread.Counts(1, actions.isHighlight() ? 1 : 0),
                        Unread.Counts::plus);
            }
        }
        return counts;
    }

    private String thread(JsonObject body) {
        Optional<JsonObject> relation = body.object("m.relates_to");
        if (relation.isEmpty()) {
            return MAIN;
        }
        String target = relation.get().string("event_id").orElseThrow();
        boolean isThread = relation.get().string("rel_type").orElseThrow().equals("m.thread");
        return isThread ? target : find(target).thread;
    }

    private int floor(String user, String thread) {
        return reads.getOrDefault(new Read(user, thread), -1);
    }

    private void read(String user, String thread, int upTo) {
        reads.merge(new Read(user, thread), upTo, Math::max);
    }
}
