package org.stoa.rooms.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.stoa.protocol.auth.StateKeyPair;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.testing.ForeignRoom;
import org.stoa.testing.TestServer;

/// Chains behind a fork that grow by chance, one event a write, so that the current state is made from that of the event before where
/// that comes to the same. After each event it is what the protocol's resolver alone makes of the ends.
///
/// `-Dstoa.chains.runs=1000` has more of them than usual, `-Dstoa.chains.seed=…` begins with another one.
final class RandomChainsTest {
    private static final String CREATOR = "@creator:a.example";
    private static final List<String> USERS =
            List.of("@bob:b.example", "@carl:c.example", "@dora:d.example");
    private static final List<String> TYPES = List.of("m.room.topic", "m.room.name", "x.custom");
    private static final int RUNS = Integer.getInteger("stoa.chains.runs", 6);
    private static final long SEED = Long.getLong("stoa.chains.seed", 1);
    private static final int EVENTS = 60;
    private static final int CHAINS = 3;

    /// How many of ten events the first chain gets.
    private static final int MOST = 7;

    private final List<String> story = new ArrayList<>();
    private long resolutions;
    private long stateEvents;

    @ParameterizedTest
    @EnumSource(names = {"V1", "V2", "V6", "V11", "V12"})
    void state_behindForks_isThatOfTheirEnds(RoomVersion version) {
        for (long seed = SEED; seed < SEED + RUNS; seed++) {
            grow(version, new Random(seed), seed);
        }
        if (!version.equals(RoomVersion.V1)) {
            // A part was made from the state before.
            assertThat(resolutions).isLessThan(stateEvents);
        }
    }

    private void grow(RoomVersion version, Random random, long seed) {
        story.clear();
        ForeignRoom foreign = ForeignRoom.create(version, CREATOR);
        Event last = foreign.last();
        for (String user : USERS) {
            last = foreign.join(user, last);
        }
        JsonObject levels = foreign.levels(Map.of(USERS.get(0), 50L, USERS.get(1), 50L));
        last = foreign.state(CREATOR, "m.room.power_levels", "", levels, last);
        if (random.nextBoolean()) {
            foreign.state(CREATOR, "m.room.topic", "", JsonObject.of("topic", "first"), last);
        }
        try (TestServer server = TestServer.start()) {
            Entered room = Entered.by(server, foreign, server.register("alice"));
            List<Event> ends = new ArrayList<>();
            for (int i = 0; i < CHAINS; i++) {
                ends.add(foreign.message(CREATOR, "side " + i, room.join()));
                room.receive(ends.getLast());
            }
            long before = server.homeserver().rooms().resolutions();
            for (int i = 0; i < EVENTS; i++) {
                int chain = random.nextInt(10) < MOST ? 0 : random.nextInt(CHAINS);
                Event event = next(foreign, random, i, ends.get(chain));
                Verdict verdict = room.receive(event).getFirst();
                story.add(chain + ": " + event + " is " + verdict.getClass().getSimpleName());
                if (verdict instanceof Verdict.Accepted) {
                    ends.set(chain, event);
                    stateEvents += event.stateKey().isPresent() ? 1 : 0;
                }
                assertThat(room.currentState())
                        .as("seed %d%n%s", seed, String.join("\n", story))
                        .isEqualTo(resolved(foreign, ends));
            }
            resolutions += server.homeserver().rooms().resolutions() - before;
            assertThat(room.storedCurrentState()).isEqualTo(resolved(foreign, ends));
        }
    }

    private static Map<StateKeyPair, EventId> resolved(ForeignRoom foreign, List<Event> ends) {
        return foreign.stateBefore(
                foreign.message(CREATOR, "not sent", ends.toArray(Event[]::new)));
    }

    private static Event next(ForeignRoom foreign, Random random, int number, Event end) {
        String user = user(random);
        String other = user(random);
        String type = TYPES.get(random.nextInt(TYPES.size()));
        return switch (random.nextInt(16)) {
            case 0, 1, 2 -> foreign.join("@new" + number + ":n.example", end);
            case 3, 4 -> state(foreign, user, "x.custom", "k" + number, number, end);
            case 5, 6, 7 -> state(foreign, user, "x.custom", "k" + random.nextInt(3), number, end);
            case 8 -> state(foreign, user, type, "", number, end);
            case 9 -> foreign.message(user, "m" + number, end);
            case 10 -> foreign.join(other, end);
            case 11 -> foreign.member(other, other, "leave", end);
            case 12 -> foreign.member(user, other, random.nextBoolean() ? "ban" : "leave", end);
            case 13 ->
                    foreign.member(
                            user,
                            "@new" + random.nextInt(number + 1) + ":n.example",
                            "invite",
                            end);
            case 14 -> levels(foreign, random, user, end);
            default ->
                    foreign.state(
                            user,
                            "m.room.join_rules",
                            "",
                            JsonObject.of("join_rule", random.nextBoolean() ? "public" : "invite"),
                            end);
        };
    }

    private static String user(Random random) {
        int index = random.nextInt(USERS.size() + 2);
        return index < USERS.size() ? USERS.get(index) : CREATOR;
    }

    private static Event state(
            ForeignRoom foreign, String user, String type, String key, int number, Event end) {
        return foreign.state(user, type, key, JsonObject.of("n", number), end);
    }

    private static Event levels(ForeignRoom foreign, Random random, String user, Event end) {
        Map<String, Long> levels = new TreeMap<>();
        for (String each : USERS) {
            if (random.nextBoolean()) {
                levels.put(each, random.nextBoolean() ? 50L : 0L);
            }
        }
        return foreign.state(user, "m.room.power_levels", "", foreign.levels(levels), end);
    }
}
