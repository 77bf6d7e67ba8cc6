package org.stoa.conformance.federation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Deadline;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.User;
import org.stoa.conformance.peers.Agreement;
import org.stoa.conformance.peers.BothWays;
import org.stoa.conformance.peers.Pair;
import org.stoa.conformance.peers.Versions;

/// Spec: server-server-api#backfilling-and-retrieving-missing-events.
@Section("server-server-api#backfilling-and-retrieving-missing-events")
final class BackfillTest {
    private static final int EVENTS = 500;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @BothWays(Versions.FULL)
    void eventsBeforeTheJoin_areFoundByScrolling(Pair pair) {
        User alice = pair.home().user("alice");
        User bob = pair.away().user("bob");
        String room = pair.room(alice, Json.of("preset", "public_chat"));
        List<String> said = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            said.add(alice.say(room, "message " + i));
        }

        Pair.joinVia(bob, room, pair.home());

        Deadline.eventually(
                PATIENCE,
                () ->
                        assertThat(Agreement.ids(Agreement.history(room, bob)))
                                .containsSubsequence(said.reversed()));
        Agreement.onEvents(room, alice, bob, PATIENCE);
        Agreement.onState(room, alice, bob);
    }
}
