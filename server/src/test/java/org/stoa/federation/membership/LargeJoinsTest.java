package org.stoa.federation.membership;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.Answer;
import org.stoa.testing.ForeignServer;
import org.stoa.testing.ForeignState;
import org.stoa.testing.ScriptedServer;
import org.stoa.testing.TestAuthority;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// Joins of a room with a large state. `-Dstoa.large.state=5000` makes it 300 MB: more than a heap of 256 MB, which is enough;
/// `-Dstoa.large.bytes=500` makes its events smaller.
@Timeout(300)
final class LargeJoinsTest {
    private static final String ALICE = "@alice:localhost";
    private static final String SEND_JOIN = "PUT /_matrix/federation/v2/send_join";
    private static final int EVENTS = Integer.getInteger("stoa.large.state", 40);
    private static final int LARGE = Integer.getInteger("stoa.large.bytes", 60_000);

    @TempDir private Path folder;
    private final TestAuthority authority = new TestAuthority();

    /// Writes the answer of a resident whose room has many large events beside the usual ones.
    private Path answer(Resident resident) throws IOException {
        List<Event> events = resident.room().events();
        // The last is the join itself.
        Event prev = events.get(events.size() - 2);
        ForeignState given = resident.room().given(events.getLast());
        Path file = folder.resolve("answer");
        try (OutputStream out = Files.newOutputStream(file)) {
            write(out, "{\"state\":[");
            for (int i = 0; i < EVENTS; i++) {
                JsonObject content = JsonObject.of("text", i + "x".repeat(LARGE));
                Event large =
                        resident.room()
                                .stateBeside(
                                        resident.server().user("creator"),
                                        "x.large",
                                        "k" + i,
                                        content,
                                        prev);
                write(out, large.json() + ",");
            }
            write(out, list(given.events()) + "],\"auth_chain\":[");
            write(out, list(given.authChain()) + "]}");
        }
        return file;
    }

    private static String list(List<Event> events) {
        return String.join(",", events.stream().map(event -> event.json().toString()).toList());
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void answering(ForeignServer server, Path file) {
        server.answering(
                SEND_JOIN,
                (request, out) -> {
                    ScriptedServer.write(
                            out,
                            "HTTP/1.1 200 X\r\nContent-Type: application/json\r\nContent-Length: "
                                    + Files.size(file)
                                    + "\r\n\r\n");
                    Files.copy(file, out);
                    out.flush();
                });
    }

    private static Answer join(TestClient alice, Resident room, ForeignServer... via) {
        StringBuilder servers = new StringBuilder();
        for (ForeignServer each : via) {
            servers.append(servers.isEmpty() ? "?" : "&").append("via=").append(each.name());
        }
        return alice.post("/join/{}" + servers, JsonObject.EMPTY, room.id());
    }

    private static void assertAllIsThere(TestServer server, TestClient alice, Resident resident) {
        for (int i = 0; i < EVENTS; i += 1 + EVENTS / 50) {
            assertThat(alice.state(resident.id(), "x.large", "k" + i).string("text"))
                    .contains(i + "x".repeat(LARGE));
        }
        assertThat(alice.state(resident.id(), "m.room.name", "").string("name")).contains("Far");
        assertThat(
                        server.homeserver()
                                .rooms()
                                .rooms()
                                .require(resident.room().roomId())
                                .visible()
                                .head()
                                .state()
                                .size())
                .isEqualTo(
                        resident.room().given(resident.room().last()).events().size() + EVENTS + 1);
        alice.say(resident.id(), "here");
    }

    @EachEngine
    void room_withALargeState_isJoined(TestDatabase database) throws IOException {
        try (Resident resident = new Resident(authority, RoomVersion.V11, ALICE);
                TestServer server = TestServer.start(database, resident.server().trusted())) {
            TestClient alice = server.register("alice");
            answering(resident.server(), answer(resident));

            join(alice, resident, resident.server()).ok();

            assertAllIsThere(server, alice, resident);
        }
    }

    @Test
    void resident_thatBreaksOffInTheMiddle_isFollowedByTheNext() throws IOException {
        try (Resident resident = new Resident(authority, RoomVersion.V11, ALICE);
                ForeignServer broken = new ForeignServer(authority);
                TestServer server = TestServer.start(resident.server().trusted())) {
            TestClient alice = server.register("alice");
            Path file = answer(resident);
            answering(resident.server(), file);
            Event place = resident.room().last();
            broken.answering(
                    "GET /_matrix/federation/v1/make_join",
                    JsonObject.of("room_version", "11", "event", place.json()));
            broken.answering(
                    SEND_JOIN,
                    (request, out) -> {
                        ScriptedServer.write(
                                out,
                                "HTTP/1.1 200 X\r\nContent-Length: "
                                        + Files.size(file)
                                        + "\r\n\r\n");
                        try (var in = Files.newInputStream(file)) {
                            out.write(in.readNBytes((int) (Files.size(file) / 2)));
                        }
                        out.flush();
                        throw new IOException("broken off");
                    });

            join(alice, resident, broken, resident.server()).ok();

            assertThat(broken.heard(SEND_JOIN)).hasSize(1);
            assertAllIsThere(server, alice, resident);
        }
    }

    @Test
    void state_thatIsLargerThanAllowed_isRefusedWithTheReason() throws IOException {
        try (Resident resident = new Resident(authority, RoomVersion.V11, ALICE);
                TestServer server =
                        TestServer.start(
                                config ->
                                        resident.server()
                                                .trusted()
                                                .apply(
                                                        config.withRemote(
                                                                config.remote()
                                                                        .withAnswers(
                                                                                folder,
                                                                                1 << 20))))) {
            TestClient alice = server.register("alice");
            answering(resident.server(), answer(resident));

            Answer answer = join(alice, resident, resident.server());

            assertThat(answer.error()).isEqualTo("502 M_UNKNOWN");
            assertThat(answer.text()).contains("an answer of more than 1048576 bytes");
            assertThat(server.homeserver().rooms().rooms().find(resident.room().roomId()))
                    .isEmpty();
        }
    }
}
