package org.stoa.federation.membership;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.head.Room;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.ForeignServer;
import org.stoa.testing.ScriptedServer;
import org.stoa.testing.TestAuthority;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// Rooms that were entered without their members, whose members take much: they come with the answer to `/state`, which is read from
/// the disk. `-Dstoa.large.state=5000` makes it 300 MB: more than a heap of 256 MB, which is enough.
@Timeout(300)
final class LargeCompletionsTest {
    private static final String STATE_IDS = "GET /_matrix/federation/v1/state_ids/";
    private static final String STATE = "GET /_matrix/federation/v1/state/";

    /// More than are asked for one by one.
    private static final int EVENTS = Integer.getInteger("stoa.large.state", 120);

    private static final int LARGE = Integer.getInteger("stoa.large.bytes", 60_000);
    private static final int FEW = 3;

    @TempDir private Path folder;
    private final TestAuthority authority = new TestAuthority();

    private static String user(PartialRoom far, int number) {
        return far.server().user("large" + number);
    }

    /// Has the resident know many members besides the few that the room was made with, each with a large event.
    ///
    /// @return how many bytes its answer to `/state` has
    private long answering(PartialRoom far) throws IOException {
        List<Event> usual = new ArrayList<>();
        for (EventId id : far.room().stateBefore(far.last()).values()) {
            usual.add(far.room().event(id));
        }
        List<String> ids = new ArrayList<>();
        Event prev = far.room().event(far.last().prevEvents().getFirst());
        Path file = folder.resolve("answer");
        try (OutputStream out = Files.newOutputStream(file)) {
            write(out, "{\"pdus\":[");
            for (int i = 0; i < EVENTS; i++) {
                JsonObject content =
                        JsonObject.of("membership", "join", "x", i + "x".repeat(LARGE));
                Event large =
                        far.room()
                                .stateBeside(
                                        user(far, i), "m.room.member", user(far, i), content, prev);
                ids.add(large.eventId().toString());
                write(out, large.json() + ",");
            }
            write(out, list(usual) + "],\"auth_chain\":[]}");
        }
        usual.forEach(event -> ids.add(event.eventId().toString()));
        far.server()
                .answering(
                        STATE_IDS,
                        JsonObject.of(
                                "pdu_ids",
                                JsonArray.ofStrings(ids),
                                "auth_chain_ids",
                                JsonArray.EMPTY));
        answering(far.server(), file, Files.size(file));
        return Files.size(file);
    }

    private static String list(List<Event> events) {
        return String.join(",", events.stream().map(event -> event.json().toString()).toList());
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Gives a file, up to a place at which it breaks off.
    private static void answering(ForeignServer server, Path file, long until) {
        server.answering(
                STATE,
                (request, out) -> {
                    ScriptedServer.write(
                            out,
                            "HTTP/1.1 200 X\r\nContent-Type: application/json\r\nContent-Length: "
                                    + Files.size(file)
                                    + "\r\n\r\n");
                    try (var in = Files.newInputStream(file)) {
                        byte[] part = new byte[1 << 16];
                        long given = 0;
                        for (int read = in.read(part); read > 0; read = in.read(part)) {
                            out.write(part, 0, (int) Math.min(read, until - given));
                            given += read;
                            if (given > until) {
                                throw new IOException("broken off");
                            }
                        }
                    }
                    out.flush();
                });
    }

    /// Waits for the members for as long as that takes really.
    private static void awaitMembers(TestServer server, PartialRoom far, Duration step)
            throws InterruptedException {
        Thread waiting =
                Thread.ofVirtual()
                        .start(
                                () ->
                                        far.in(server)
                                                .awaitMembers(server.time(), Duration.ofHours(9)));
        while (!waiting.join(Duration.ofMillis(50))) {
            server.time().advance(step);
        }
    }

    private static void assertAllAreThere(TestServer server, TestClient alice, PartialRoom far) {
        Room room = far.in(server);
        assertThat(room.visible().head().isPartial()).isFalse();
        // With the creator and alice.
        assertThat(room.visible().head().joined()).isEqualTo(EVENTS + FEW + 2);
        for (int i = 0; i < EVENTS; i += 1 + EVENTS / 20) {
            assertThat(alice.state(far.id(), "m.room.member", user(far, i)).string("x"))
                    .contains(i + "x".repeat(LARGE));
        }
        alice.say(far.id(), "here");
    }

    @EachEngine
    void room_whoseMembersTakeMuch_becomesWhole(TestDatabase database) throws Exception {
        try (PartialRoom far = new PartialRoom(authority, "@alice:localhost", FEW);
                TestServer server = TestServer.start(database, far.server().trusted())) {
            TestClient alice = server.register("alice");
            answering(far);

            far.letIn(server, alice);
            awaitMembers(server, far, Duration.ZERO);

            assertThat(far.server().heard(STATE)).hasSize(1);
            assertAllAreThere(server, alice, far);
        }
    }

    @Test
    void answer_thatBreaksOff_leavesTheRoomAsItWasUntilTheNext() throws Exception {
        try (PartialRoom far = new PartialRoom(authority, "@alice:localhost", FEW);
                TestServer server = TestServer.start(far.server().trusted())) {
            TestClient alice = server.register("alice");
            long bytes = answering(far);
            answering(far.server(), folder.resolve("answer"), bytes / 2);

            far.letIn(server, alice);
            while (far.server().heard(STATE).isEmpty()) {
                Thread.onSpinWait();
            }
            assertThat(far.in(server).visible().head().isPartial()).isTrue();
            answering(far.server(), folder.resolve("answer"), bytes);
            awaitMembers(server, far, Duration.ofSeconds(2));

            assertAllAreThere(server, alice, far);
        }
    }
}
