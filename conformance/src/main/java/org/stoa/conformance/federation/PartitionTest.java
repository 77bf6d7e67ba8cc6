package org.stoa.conformance.federation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.parallel.Isolated;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Deadline;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.User;
import org.stoa.conformance.peers.Agreement;
import org.stoa.conformance.peers.BothWays;
import org.stoa.conformance.peers.Meeting;
import org.stoa.conformance.peers.Pair;
import org.stoa.conformance.peers.Partition;
import org.stoa.conformance.peers.Versions;

/// State that both sides change while they are apart. Spec: rooms/v1#state-resolution, rooms/v2#state-resolution,
/// rooms/v12#state-resolution.
@Section("server-server-api#room-state-resolution")
@Isolated
final class PartitionTest {
    /// A server that was away is tried again within seconds.
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /// A room in which Bob may do what Alice may.
    private static Meeting equals(Pair pair) {
        Meeting meeting = pair.meet();
        Levels.give(meeting.alice(), meeting.room(), meeting.bob(), 100);
        meeting.agree();
        return meeting;
    }

    /// Makes each side send, so that each learns of what the other did meanwhile, and waits until they agree.
    private static void heal(Meeting meeting) {
        String alices = meeting.alice().say(meeting.room(), "alice is back");
        String bobs = meeting.bob().say(meeting.room(), "bob is back");
        Deadline.eventually(
                PATIENCE,
                () -> {
                    meeting.alice().event(meeting.room(), bobs);
                    meeting.bob().event(meeting.room(), alices);
                });
        Agreement.onState(meeting.room(), meeting.alice(), meeting.bob(), PATIENCE);
    }

    private static void topic(User user, String room, String topic) {
        user.setState(room, "m.room.topic", "", Json.of("topic", topic));
    }

    @BothWays(Versions.FULL)
    void sameKeysOnBothSides_becomeOne(Pair pair) {
        Meeting meeting = equals(pair);
        String room = meeting.room();

        try (Partition _ = pair.part()) {
            for (int i = 0; i < 3; i++) {
                topic(meeting.alice(), room, "home " + i);
                meeting.alice().setState(room, "m.room.name", "", Json.of("name", "home " + i));
                meeting.bob().setState(room, "m.room.name", "", Json.of("name", "away " + i));
                topic(meeting.bob(), room, "away " + i);
            }
            meeting.alice().setState(room, "org.example.home", "", Json.of("only", "home"));
            meeting.bob().setState(room, "org.example.away", "", Json.of("only", "away"));
        }

        heal(meeting);
        assertThat(meeting.alice().state(room, "m.room.topic", "").string("topic"))
                .isIn("home 2", "away 2");
        assertThat(Agreement.state(room, meeting.bob()))
                .containsKeys("org.example.home|", "org.example.away|");
    }

    /// Who is demoted on one side has lost what they did on the other.
    @BothWays(Versions.FULL)
    void demotionOnOneSide_undoesTheOther(Pair pair) {
        Meeting meeting = equals(pair);
        String room = meeting.room();
        User carol = pair.away().user("carol");
        Pair.joinVia(carol, room, pair.home());
        Levels.give(meeting.alice(), room, carol, 50);
        topic(meeting.alice(), room, "before");
        Agreement.onState(room, meeting.alice(), carol);

        try (Partition _ = pair.part()) {
            Levels.give(meeting.alice(), room, carol, 0);
            topic(carol, room, "by carol");
        }

        heal(meeting);
        assertThat(meeting.bob().state(room, "m.room.topic", "").string("topic"))
                .isEqualTo("before");
    }

    @BothWays(Versions.FULL)
    void banOnOneSide_meetsAProfileChangeOnTheOther(Pair pair) {
        Meeting meeting = equals(pair);
        String room = meeting.room();
        User carol = pair.away().user("carol");
        Pair.joinVia(carol, room, pair.home());
        Agreement.onState(room, meeting.alice(), carol);

        try (Partition _ = pair.part()) {
            meeting.alice().ban(room, carol);
            Json named = Json.of("membership", "join", "displayname", "Caroline");
            carol.setState(room, "m.room.member", carol.id(), named);
            carol.say(room, "does anybody hear me?");
        }

        heal(meeting);
        assertThat(meeting.bob().state(room, "m.room.member", carol.id()).string("membership"))
                .isEqualTo("ban");
    }

    /// Levels, join rules and members on both sides, each of which the other's depend on.
    @BothWays(Versions.FULL)
    void manyChangesOnBothSides_becomeOneState(Pair pair) {
        Meeting meeting = equals(pair);
        String room = meeting.room();
        User carol = pair.home().user("carol");
        User dora = pair.away().user("dora");
        Pair.joinVia(carol, room, pair.home());
        Pair.joinVia(dora, room, pair.home());
        Agreement.onMembership(room, meeting.bob(), carol, "join");
        Agreement.onMembership(room, meeting.alice(), dora, "join");

        try (Partition _ = pair.part()) {
            Levels.give(meeting.alice(), room, carol, 50);
            topic(carol, room, "by carol");
            meeting.alice().kick(room, dora);
            meeting.alice().setState(room, "m.room.join_rules", "", Json.of("join_rule", "invite"));
            Levels.give(meeting.bob(), room, dora, 50);
            topic(dora, room, "by dora");
            meeting.bob().ban(room, carol);
            pair.away().user("erin").join(room);
        }

        heal(meeting);
    }
}
