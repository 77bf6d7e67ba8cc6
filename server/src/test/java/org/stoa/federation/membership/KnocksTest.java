package org.stoa.federation.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.TestClient.json;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.TestClient;
import org.stoa.testing.TwoServers;

/// Knocks on rooms of another server, by two whole servers.
@Timeout(120)
final class KnocksTest {
    @TempDir private Path folder;

    private TwoServers start() {
        return new TwoServers(folder, UnaryOperator.identity(), UnaryOperator.identity());
    }

    private static String room(TestClient owner, String version) {
        return owner.createRoom(
                json(
                        ("{'room_version':'%s','name':'Door','initial_state':[{'type':'m.room.join_rules',"
                                        + "'content':{'join_rule':'knock'}}]}")
                                .formatted(version)));
    }

    private static Optional<JsonObject> knocked(TestClient user, String room) {
        return user.sync()
                .object("rooms")
                .flatMap(rooms -> rooms.object("knock"))
                .flatMap(rooms -> rooms.object(room));
    }

    private static JsonObject member(TestClient reader, String room, TestClient user) {
        return reader.state(room, "m.room.member", user.id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "11", "12"})
    void knock_isTold_andAnsweredByAnInvite(String version) {
        try (TwoServers servers = start()) {
            TestClient alice = servers.one().register("alice");
            TestClient bob = servers.two().register("bob");
            String room = room(alice, version);

            bob.post("/knock/{}?via=one.test", json("{'reason':'Please'}"), room).ok();

            assertThat(member(alice, room, bob).string("reason")).contains("Please");
            assertThat(knocked(bob, room).orElseThrow().toString()).contains("Door", "Please");

            alice.invite(room, bob);
            bob.join(room);

            assertThat(member(bob, room, bob).string("membership")).contains("join");
            assertThat(knocked(bob, room)).isEmpty();
        }
    }

    @Test
    void knock_thatIsTakenBack_isGoneOnBothSides() {
        try (TwoServers servers = start()) {
            TestClient alice = servers.one().register("alice");
            TestClient bob = servers.two().register("bob");
            String room = room(alice, "12");
            bob.post("/knock/{}?via=one.test", JsonObject.EMPTY, room).ok();

            bob.post("/rooms/{}/leave", JsonObject.EMPTY, room).ok();

            assertThat(member(alice, room, bob).string("membership")).contains("leave");
            assertThat(knocked(bob, room)).isEmpty();
        }
    }

    @Test
    void knock_onARoomThatTakesNone_isRefused() {
        try (TwoServers servers = start()) {
            String room = servers.one().register("alice").createRoom();
            TestClient bob = servers.two().register("bob");

            assertThat(bob.post("/knock/{}?via=one.test", JsonObject.EMPTY, room).error())
                    .isEqualTo("403 M_FORBIDDEN");
            assertThat(bob.post("/knock/{}", JsonObject.EMPTY, room).error())
                    .isEqualTo("404 M_NOT_FOUND");
        }
    }
}
