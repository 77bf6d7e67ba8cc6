package org.stoa.conformance.federation;

import java.time.Duration;
import org.junit.jupiter.api.parallel.Isolated;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Deadline;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.User;
import org.stoa.conformance.peers.BothWays;
import org.stoa.conformance.peers.Meeting;
import org.stoa.conformance.peers.Pair;
import org.stoa.conformance.peers.Peer;
import org.stoa.conformance.peers.Versions;

/// Servers that are stopped and started again while the other goes on. Spec: server-server-api#transactions.
@Section("server-server-api#transactions")
@Isolated
final class RestartTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @BothWays(Versions.FULL)
    void restartOfTheHome_losesNothing(Pair pair) {
        Meeting meeting = pair.meet();

        restart(meeting, pair.home(), meeting.bob());
    }

    @BothWays(Versions.FULL)
    void restartOfTheOther_losesNothing(Pair pair) {
        Meeting meeting = pair.meet();

        restart(meeting, pair.away(), meeting.alice());
    }

    private static void restart(Meeting meeting, Peer server, User stays) {
        Levels.give(meeting.alice(), meeting.room(), meeting.bob(), 50);
        meeting.agree();
        meeting.talk();
        server.stop();
        try {
            for (int i = 0; i < 20; i++) {
                stays.say(meeting.room(), "while the other is away " + i);
            }
            stays.setState(meeting.room(), "org.example.kept", "", Json.of("a", 1));
        } finally {
            server.startAgain();
        }
        String alices = meeting.alice().say(meeting.room(), "both are here");
        String bobs = meeting.bob().say(meeting.room(), "both are here");

        Deadline.eventually(
                PATIENCE,
                () -> {
                    meeting.bob().event(meeting.room(), alices);
                    meeting.alice().event(meeting.room(), bobs);
                });
        meeting.agreeOnAll(PATIENCE);
    }
}
