package org.stoa.federation.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.TestClient;
import org.stoa.testing.TwoServers;

/// What two whole servers tell each other.
@Timeout(120)
final class BetweenServersTest {
    private static final JsonObject PUBLIC = JsonObject.of("preset", "public_chat");
    private static final int MANY = 40;

    @TempDir private Path folder;

    private TwoServers start() {
        return new TwoServers(folder, UnaryOperator.identity(), UnaryOperator.identity());
    }

    private static List<String> texts(TestClient user, String room, String sender) {
        JsonObject page = user.get("/rooms/{}/messages?dir=b&limit=200", room).ok();
        return page.array("chunk").orElseThrow().objects().stream()
                .filter(event -> event.string("sender").orElseThrow().equals(sender))
                .filter(event -> event.string("type").orElseThrow().equals("m.room.message"))
                .map(event -> event.object("content").orElseThrow().string("body").orElseThrow())
                .toList()
                .reversed();
    }

    @Test
    void messages_ofBothServers_reachTheOtherOnceAndInOrder() {
        try (TwoServers servers = start()) {
            TestClient alice = servers.one().register("alice");
            TestClient bob = servers.two().register("bob");
            String room = alice.createRoom(PUBLIC);
            bob.post("/join/{}?via=one.test", JsonObject.EMPTY, room).ok();
            List<String> said = IntStream.range(0, MANY).mapToObj(i -> "message " + i).toList();

            for (String text : said) {
                alice.say(room, text);
                bob.say(room, text);
            }

            Peer.await(
                    () -> texts(bob, room, alice.id()).size() >= MANY,
                    () -> "bob sees " + texts(bob, room, alice.id()));
            Peer.await(
                    () -> texts(alice, room, bob.id()).size() >= MANY,
                    () -> "alice sees " + texts(alice, room, bob.id()));
            assertThat(texts(bob, room, alice.id())).isEqualTo(said);
            assertThat(texts(alice, room, bob.id())).isEqualTo(said);
        }
    }

    @Test
    void kick_reachesTheServerOfTheUser() {
        try (TwoServers servers = start()) {
            TestClient alice = servers.one().register("alice");
            TestClient bob = servers.two().register("bob");
            String room = alice.createRoom(PUBLIC);
            bob.post("/join/{}?via=one.test", JsonObject.EMPTY, room).ok();

            alice.post("/rooms/{}/kick", JsonObject.of("user_id", bob.id()), room).ok();

            Peer.await(
                    () ->
                            bob.sync()
                                    .object("rooms")
                                    .flatMap(rooms -> rooms.object("join"))
                                    .filter(joined -> joined.has(room))
                                    .isEmpty(),
                    () -> "bob is still in the room");
        }
    }

    @Test
    void typing_reachesTheOtherServer() {
        try (TwoServers servers = start()) {
            TestClient alice = servers.one().register("alice");
            TestClient bob = servers.two().register("bob");
            String room = alice.createRoom(PUBLIC);
            bob.post("/join/{}?via=one.test", JsonObject.EMPTY, room).ok();

            alice.put(
                            "/rooms/{}/typing/{}",
                            JsonObject.of("typing", true, "timeout", 60_000),
                            room,
                            alice.id())
                    .ok();

            Peer.await(
                    () ->
                            TestClient.events(bob.sync(), room, "ephemeral")
                                    .toString()
                                    .contains(alice.id()),
                    () -> "bob sees " + bob.sync());
        }
    }
}
