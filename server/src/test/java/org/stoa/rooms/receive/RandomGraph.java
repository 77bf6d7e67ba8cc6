package org.stoa.rooms.receive;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.testing.ForeignRoom;

/// A graph that grows by chance.
final class RandomGraph {
    private static final String CREATOR = "@creator:a.example";
    private static final List<String> USERS =
            List.of("@bob:b.example", "@carl:c.example", "@dora:d.example", "@emil:e.example");

    private final Random random;
    private final ForeignRoom foreign;
    private final List<Event> recent = new ArrayList<>();

    RandomGraph(RoomVersion version, long seed) {
        this.random = new Random(seed);
        this.foreign = ForeignRoom.create(version, CREATOR);
        Event last = foreign.last();
        for (String user : USERS) {
            last = foreign.join(user, last);
        }
        foreign.state(
                CREATOR,
                "m.room.power_levels",
                "",
                foreign.levels(Map.of(USERS.get(0), 50L, USERS.get(1), 50L)),
                last);
    }

    ForeignRoom foreign() {
        return foreign;
    }

    List<Event> grow(Event join, int count) {
        recent.add(join);
        List<Event> grown = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Event event = next(i);
            grown.add(event);
            recent.add(event);
        }
        return grown;
    }

    private Event[] prevs() {
        Set<Event> prevs = new HashSet<>();
        int count = 1 + random.nextInt(3);
        int window = Math.min(recent.size(), 8);
        for (int i = 0; i < count; i++) {
            prevs.add(recent.get(recent.size() - 1 - random.nextInt(window)));
        }
        return prevs.stream()
                .sorted((a, b) -> a.eventId().text().compareTo(b.eventId().text()))
                .toArray(Event[]::new);
    }

    private String user() {
        int index = random.nextInt(USERS.size() + 2);
        return index < USERS.size() ? USERS.get(index) : CREATOR;
    }

    private Event next(int i) {
        String user = user();
        String other = USERS.get(random.nextInt(USERS.size()));
        Event[] prevs = prevs();
        return switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> foreign.message(user, "m" + i, prevs);
            case 4, 5 -> foreign.state(user, "m.room.topic", "", topic(i), prevs);
            case 6 -> foreign.state(user, "x.custom", "k" + random.nextInt(3), topic(i), prevs);
            case 7 -> foreign.member(user, other, "ban", prevs);
            case 8 -> foreign.member(user, other, "leave", prevs);
            case 9 -> foreign.join(other, prevs);
            case 10 -> levels(user, prevs);
            default ->
                    foreign.state(
                            user,
                            "m.room.join_rules",
                            "",
                            JsonObject.of("join_rule", random.nextBoolean() ? "public" : "invite"),
                            prevs);
        };
    }

    private Event levels(String user, Event... prevs) {
        Map<String, Long> levels = new TreeMap<>();
        for (String each : USERS) {
            if (random.nextBoolean()) {
                levels.put(each, random.nextBoolean() ? 50L : 0L);
            }
        }
        return foreign.state(user, "m.room.power_levels", "", foreign.levels(levels), prevs);
    }

    private static JsonObject topic(int i) {
        return JsonObject.of("topic", "t" + i);
    }

    /// Names all events that no other does, at most 20 at a time; returns the first that does.
    Event merge() {
        @Nullable Event first = null;
        while (first == null || foreign.leaves().size() > 1) {
            List<Event> leaves = foreign.leaves();
            Event merge =
                    foreign.message(
                            CREATOR,
                            "merge",
                            leaves.subList(0, Math.min(20, leaves.size())).toArray(Event[]::new));
            first = first == null ? merge : first;
        }
        return first;
    }
}
