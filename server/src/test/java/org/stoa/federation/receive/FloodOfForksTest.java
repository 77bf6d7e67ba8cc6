package org.stoa.federation.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.testing.ForeignServer;

/// A server that makes so many forks that nobody could ever name all their ends. `-Dstoa.flood.forks=20000` makes more of them than
/// usual, `-Dstoa.flood.bytes=50000` makes them larger.
@Timeout(600)
final class FloodOfForksTest {
    private static final int FORKS = Integer.getInteger("stoa.flood.forks", 3_000);

    /// Forks of which each has a state of its own take longer to merge.
    private static final int STATES = Integer.getInteger("stoa.flood.forks", 500);

    private static final String FILL = "x".repeat(Integer.getInteger("stoa.flood.bytes", 1));
    private static final int BATCH = 50;
    private static final int MAX_PREVS = 20;
    private static final int FEW = 10;

    private static void flood(SharedRoom shared, int forks, IntFunction<Event> fork) {
        for (int sent = 0; sent < forks; sent += BATCH) {
            List<Event> batch = new ArrayList<>();
            for (int i = 0; i < BATCH; i++) {
                batch.add(fork.apply(sent + i));
            }
            shared.send(batch.toArray(Event[]::new)).ok();
        }
        assertThat(shared.extremities()).hasSizeGreaterThanOrEqualTo(forks);
    }

    /// The join of a user whom nobody has seen so far.
    private static Event join(SharedRoom shared, int number, Event after) {
        String user = shared.peer.user("u" + number);
        JsonObject content = JsonObject.of("membership", "join", "x", FILL);
        return shared.foreign.state(user, "m.room.member", user, content, after);
    }

    private static JsonArray prevs(SharedRoom shared, String event) {
        return shared.peer
                .get(shared.server.anonymous(), "/_matrix/federation/v1/event/{}", event)
                .ok()
                .array("pdus")
                .orElseThrow()
                .objects()
                .getFirst()
                .array("prev_events")
                .orElseThrow();
    }

    private static void awaitMerged(SharedRoom shared) {
        shared.server.awaitTasks(
                () -> {
                    shared.server.time().advance(Duration.ofSeconds(10));
                    return shared.extremities().size() <= FEW;
                });
    }

    @Test
    void floodOfForks_staysUsableAndIsMergedAgain() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12)) {
            String other = shared.alice.createRoom();
            flood(
                    shared,
                    FORKS,
                    i -> shared.foreign.message(shared.creator, "f" + i + FILL, shared.join));
            shared.alice.say(other, "not my business");
            String own = shared.alice.say(shared.id(), "still here");

            assertThat(prevs(shared, own).size()).isEqualTo(MAX_PREVS);
            awaitMerged(shared);
        }
    }

    @Test
    void floodOfJoins_isMergedIntoAStateThatHasAllOfThem() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12)) {
            flood(shared, STATES, i -> join(shared, i, shared.join));

            String own = shared.alice.say(shared.id(), "still here");

            assertThat(prevs(shared, own).size()).isEqualTo(MAX_PREVS);
            awaitMerged(shared);
            assertThat(shared.room().visible().head().joined()).isEqualTo(STATES + 2);
        }
    }

    @Test
    void floodOfJoins_thatNobodyHereMayMerge_doesNotHideWhatOtherServersSay() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12);
                ForeignServer other = shared.peer.another()) {
            String moderator = other.user("moderator");
            Event joined = shared.foreign.join(moderator, shared.join);
            JsonObject levels =
                    shared.foreign
                            .levels(Map.of(moderator, 50L))
                            .with("events_default", Json.of(50L));
            Event quiet =
                    shared.foreign.state(shared.creator, "m.room.power_levels", "", levels, joined);
            JsonObject topic = JsonObject.of("topic", "said elsewhere");
            Event said = shared.foreign.state(moderator, "m.room.topic", "", topic, quiet);
            shared.send(joined, quiet, said).ok();
            flood(shared, STATES, i -> join(shared, i, quiet));

            shared.server.awaitTasks(
                    () -> {
                        shared.server.time().advance(Duration.ofSeconds(10));
                        return shared.room().visible().head().settled();
                    });

            assertThat(shared.room().visible().head().joined()).isGreaterThan(100);
            assertThat(shared.alice.state(shared.id(), "m.room.topic", "")).isEqualTo(topic);
        }
    }

    /// Who was in the room earlier can say what the state was then, and what follows it knows nobody who came later.
    @Test
    void floodOfForks_fromBeforeAnybodyHereCame_silencesNobodyAndIsMergedAgain() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12)) {
            Event before = shared.foreign.event(shared.join.prevEvents().getFirst());
            Event old = shared.foreign.message(shared.creator, "from before", before);
            new HonestAnswers(shared.foreign).stateBy(shared.peer);
            shared.send(old).ok();
            SharedRoom.await(() -> shared.extremities().contains(old.eventId()));
            flood(shared, 50, i -> shared.foreign.message(shared.creator, "f" + i, old));

            shared.alice.say(shared.id(), "still here");
            flood(shared, 100, i -> shared.foreign.message(shared.creator, "g" + i, old));

            awaitMerged(shared);
            shared.alice.say(shared.id(), "and now");
        }
    }

    @Test
    void ban_ofWhoMakesForksFasterThanTheyAreMerged_isKept() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12)) {
            String mallory = shared.peer.user("mallory");
            JsonObject levels = shared.foreign.levels(Map.of(shared.alice.id(), 60L));
            Event powers =
                    shared.foreign.state(
                            shared.creator, "m.room.power_levels", "", levels, shared.join);
            Event joined = shared.foreign.join(mallory, powers);
            shared.send(powers, joined).ok();
            flood(shared, 500, i -> shared.foreign.message(mallory, "f" + i, joined));
            JsonObject ban = JsonObject.of("user_id", mallory);
            shared.alice.post("/rooms/{}/ban", ban, shared.id()).ok();

            for (int round = 0; round < 60 && !isBanned(shared, mallory); round++) {
                List<Event> more = new ArrayList<>();
                for (int i = 0; i < 2 * BATCH; i++) {
                    String text = "r" + round + "," + i;
                    more.add(shared.foreign.message(mallory, text, joined));
                }
                shared.send(more.subList(0, BATCH).toArray(Event[]::new)).ok();
                shared.send(more.subList(BATCH, 2 * BATCH).toArray(Event[]::new)).ok();
                shared.server.time().advance(Duration.ofSeconds(10));
                shared.server.homeserver().database().scheduler().runDue();
            }

            assertThat(isBanned(shared, mallory)).isTrue();
        }
    }

    private static boolean isBanned(SharedRoom shared, String user) {
        return shared.alice
                .state(shared.id(), "m.room.member", user)
                .string("membership")
                .equals(Optional.of("ban"));
    }
}
