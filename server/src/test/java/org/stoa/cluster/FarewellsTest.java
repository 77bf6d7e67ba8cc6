package org.stoa.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.TestClient;

/// Users who are in no room by the account of their server, and whom others see there all the same.
@Timeout(60)
final class FarewellsTest {
    private static final JsonObject PUBLIC = JsonObject.of("preset", "public_chat");

    private static void join(TestClient user, String room, TestCluster.Node resident) {
        user.post("/join/{}?via={}", JsonObject.EMPTY, room, resident.name().text()).ok();
    }

    private static String membership(TestClient seeing, String room, TestClient seen) {
        return seeing.get("/rooms/{}/state/m.room.member/{}", room, seen.id())
                .ok()
                .string("membership")
                .orElseThrow();
    }

    @Test
    void join_whoseAnswerIsLost_isTakenBack() {
        try (TestCluster cluster = new TestCluster(2, 1)) {
            TestCluster.Node one = cluster.nodes().getFirst();
            TestClient alice = one.register("alice");
            TestClient bob = cluster.nodes().getLast().register("bob");
            String room = alice.createRoom(PUBLIC);
            cluster.network().loseAnswers("/send_join/");

            assertThat(
                            bob.post("/join/{}?via={}", JsonObject.EMPTY, room, one.name().text())
                                    .status())
                    .isEqualTo(502);
            assertThat(membership(alice, room, bob)).isEqualTo("join");
            cluster.network().heal();

            assertThat(cluster.await(() -> membership(alice, room, bob).equals("leave"))).isTrue();
        }
    }

    /// The leaving user's server has thrown out all of the other one, and has let nobody of it in again, of which that one knows
    /// nothing: it is told of nothing any more.
    @Test
    void leave_thatTheOtherServerWasNotToldOf_isMadeKnownWhenThatSpeaks() {
        try (TestCluster cluster = new TestCluster(2, 1)) {
            TestCluster.Node one = cluster.nodes().getFirst();
            TestCluster.Node two = cluster.nodes().getLast();
            TestClient alice = one.register("alice");
            TestClient dave = one.register("dave");
            TestClient bob = two.register("bob");
            String room = bob.createRoom(PUBLIC);
            join(dave, room, two);
            cluster.network().cut(one.host(), two.host());
            bob.post("/rooms/{}/kick", JsonObject.of("user_id", dave.id()), room).ok();
            bob.setState(room, "m.room.join_rules", "", JsonObject.of("join_rule", "invite"));
            join(alice, room, one);
            cluster.network().heal();
            String hello = alice.say(room, "hello");
            assertThat(cluster.await(() -> two.has(room, hello))).isTrue();

            bob.post("/rooms/{}/leave", JsonObject.EMPTY, room).ok();
            assertThat(membership(alice, room, bob)).isEqualTo("join");
            alice.say(room, "are you there?");

            assertThat(cluster.await(() -> membership(alice, room, bob).equals("leave"))).isTrue();
        }
    }
}
