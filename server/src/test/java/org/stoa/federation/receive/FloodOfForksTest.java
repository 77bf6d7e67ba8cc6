package org.stoa.federation.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.version.RoomVersion;

/// A server that makes so many forks that nobody could ever name all their ends. `-Dstoa.flood.forks=20000` makes more of them than
/// usual.
@Timeout(110)
final class FloodOfForksTest {
    private static final int FORKS = Integer.getInteger("stoa.flood.forks", 3_000);
    private static final int BATCH = 50;
    private static final int MAX_PREVS = 20;
    private static final int FEW = 10;

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

    @Test
    void floodOfForks_staysUsableAndIsMergedAgain() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12)) {
            String other = shared.alice.createRoom();
            for (int sent = 0; sent < FORKS; sent += BATCH) {
                List<Event> forks = new ArrayList<>();
                for (int i = 0; i < BATCH; i++) {
                    forks.add(
                            shared.foreign.message(shared.creator, "f" + (sent + i), shared.join));
                }
                shared.send(forks.toArray(Event[]::new)).ok();
            }
            assertThat(shared.extremities()).hasSize(FORKS);
            shared.alice.say(other, "not my business");
            String own = shared.alice.say(shared.id(), "still here");

            assertThat(prevs(shared, own).size()).isEqualTo(MAX_PREVS);
            shared.server.awaitTasks(
                    () -> {
                        shared.server.time().advance(Duration.ofSeconds(10));
                        return shared.extremities().size() <= FEW;
                    });
        }
    }
}
