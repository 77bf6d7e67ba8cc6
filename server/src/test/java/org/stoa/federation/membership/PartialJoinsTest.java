package org.stoa.federation.membership;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.head.Room;
import org.stoa.storage.Lane;
import org.stoa.testing.TestAuthority;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// Joins of a room whose resident leaves the members out of its answer.
@Timeout(120)
final class PartialJoinsTest {
    private static final int MEMBERS = 120;
    private static final String LAZY = "{\"room\":{\"state\":{\"lazy_load_members\":true}}}";

    private final TestAuthority authority = new TestAuthority();

    /// Waits for the members while time passes, but not so quickly that the resident seems not to answer.
    private static void awaitMembers(TestServer server, PartialRoom far)
            throws InterruptedException {
        Thread waiting =
                Thread.ofVirtual()
                        .start(
                                () ->
                                        far.in(server)
                                                .awaitMembers(server.time(), Duration.ofHours(1)));
        while (!waiting.join(Duration.ofMillis(50))) {
            server.time().advance(Duration.ofMillis(500));
        }
    }

    private static Optional<JsonObject> joined(JsonObject sync, PartialRoom far) {
        return sync.object("rooms")
                .flatMap(rooms -> rooms.object("join"))
                .flatMap(rooms -> rooms.object(far.id()));
    }

    private static int joinedMembers(TestClient client, PartialRoom far) {
        return client.get("/rooms/{}/joined_members", far.id())
                .ok()
                .object("joined")
                .orElseThrow()
                .size();
    }

    private static JsonObject lazySync(TestClient client) {
        return client.get("/sync?filter={}", LAZY).ok();
    }

    @Test
    void room_whoseMembersAreNotKnown_isUsedAtOnceAndWholeLater() throws Exception {
        try (PartialRoom far = new PartialRoom(authority, "@alice:localhost", MEMBERS);
                TestServer server = TestServer.start(far.server().trusted())) {
            TestClient alice = server.register("alice");
            String before = alice.sync().string("next_batch").orElseThrow();
            far.letIn(server, alice);

            assertThat(far.in(server).visible().head().isPartial()).isTrue();
            assertThat(far.server().heard("PUT /_matrix/federation/v2/send_join").toString())
                    .contains("omit_members=true");
            String said = alice.say(far.id(), "first");
            assertThat(TestClient.timeline(lazySync(alice), far.id()).toString()).contains(said);
            assertThat(joined(alice.sync(), far)).isEmpty();
            JsonObject meanwhile = alice.syncSince(before);
            assertThat(joined(meanwhile, far)).isEmpty();
            assertThat(
                            far.server()
                                    .get(
                                            server.anonymous(),
                                            "/_matrix/federation/v1/make_join/{}/{}?ver=10",
                                            far.id(),
                                            far.server().user("new"))
                                    .error())
                    .isEqualTo("404 M_NOT_FOUND");

            far.allow();
            assertThat(joinedMembers(alice, far)).isEqualTo(MEMBERS + 2);
            awaitShown(server, far);

            Room room = far.in(server);
            assertThat(room.visible().head().joined()).isEqualTo(MEMBERS + 2);
            // The server that was said to be in the room has no member in it.
            assertThat(room.visible().head().servers()).hasSize(2).containsValue(MEMBERS + 1);
            JsonObject after = alice.syncSince(meanwhile.string("next_batch").orElseThrow());
            assertThat(TestClient.events(after, far.id(), "state").toString())
                    .contains(far.server().user("member7"));
            assertThat(TestClient.timeline(after, far.id()).toString()).contains(said);
            assertThat(
                            far.server()
                                    .get(
                                            server.anonymous(),
                                            "/_matrix/federation/v1/state_ids/{}?event_id={}",
                                            far.id(),
                                            said)
                                    .ok()
                                    .array("pdu_ids")
                                    .orElseThrow()
                                    .size())
                    .isEqualTo(far.room().stateAfter(far.last()).size() + 1);
        }
    }

    @Test
    void members_whoAreNotKnownYet_areFoundLater() throws Exception {
        try (PartialRoom far = new PartialRoom(authority, "@alice:localhost", MEMBERS);
                TestServer server = TestServer.start(far.server().trusted())) {
            TestClient alice = server.register("alice");
            far.letIn(server, alice);
            assertThat(found(alice, "member7")).isEmpty();

            far.allow();
            awaitMembers(server, far);

            List<String> expected =
                    IntStream.of(7, 70, 71, 72, 73, 74, 75, 76, 77, 78)
                            .mapToObj(i -> far.server().user("member" + i))
                            .toList();
            while (!found(alice, "member7").equals(expected)) {
                Thread.onSpinWait();
            }
        }
    }

    private static List<String> found(TestClient client, String term) {
        return client
                .post("/user_directory/search", JsonObject.of("search_term", term, "limit", 10))
                .ok()
                .array("results")
                .orElseThrow()
                .objects()
                .stream()
                .map(user -> user.string("user_id").orElseThrow())
                .toList();
    }

    /// Then the current state does not change when the room becomes whole.
    @Test
    void room_whoseMembersBecameKnownMeanwhile_isToldOfWhenItIsWhole() throws Exception {
        try (PartialRoom far = new PartialRoom(authority, "@alice:localhost", 0);
                TestServer server = TestServer.start(far.server().trusted())) {
            TestClient alice = server.register("alice");
            far.letIn(server, alice);
            Event ofAlice = far.joined();
            Event creator = far.room().join(far.server().user("creator"), ofAlice);
            Event gone = far.room().join(far.server().user("gone"), creator);
            far.server().send(server.anonymous(), creator, gone).ok();
            while (far.in(server).visible().head().extremities().stream()
                    .noneMatch(each -> each.eventId().equals(gone.eventId()))) {
                Thread.onSpinWait();
            }
            String before = alice.sync().string("next_batch").orElseThrow();

            far.allow();
            awaitMembers(server, far);
            awaitShown(server, far);

            assertThat(joined(alice.syncSince(before), far)).isPresent();
            server.restart();
            assertThat(joined(alice.syncSince(before), far)).isPresent();
        }
    }

    /// Waits until readers have come to the position at which the room became whole.
    private static void awaitShown(TestServer server, PartialRoom far) {
        Room room = far.in(server);
        while (room.completedPos() == 0
                || server.homeserver().database().frontier().at(Lane.ONLY).value()
                        < room.completedPos()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void restart_beforeTheMembersAreKnown_goesOn() throws Exception {
        try (PartialRoom far = new PartialRoom(authority, "@alice:localhost", MEMBERS);
                TestServer server = TestServer.start(far.server().trusted())) {
            TestClient alice = server.register("alice");
            far.letIn(server, alice);
            String said = alice.say(far.id(), "before");

            server.restart();
            assertThat(far.in(server).visible().head().isPartial()).isTrue();
            far.allow();
            // The resident that was cut off is asked again after a pause.
            awaitMembers(server, far);

            assertThat(joinedMembers(alice, far)).isEqualTo(MEMBERS + 2);
            assertThat(TestClient.timeline(alice.sync(), far.id()).toString()).contains(said);
            server.restart();
            assertThat(far.in(server).visible().head().isPartial()).isFalse();
            assertThat(joinedMembers(alice, far)).isEqualTo(MEMBERS + 2);
        }
    }

    @Test
    void events_ofMembersThatAreNotKnown_areJudgedAgain() throws Exception {
        try (PartialRoom far = new PartialRoom(authority, "@alice:localhost", MEMBERS);
                TestServer server = TestServer.start(far.server().trusted())) {
            TestClient alice = server.register("alice");
            far.letIn(server, alice);
            Event fine = far.room().message(far.server().user("member3"), "fine", far.joined());
            Event goneJoined = far.room().event(far.last().prevEvents().getFirst());
            Event wrong = far.room().outdated(far.server().user("gone"), "late", goneJoined, fine);
            Event last = far.room().message(far.server().user("member4"), "last", wrong);

            far.server().send(server.anonymous(), fine, wrong, last).ok();

            String shown = "";
            while (!shown.contains(last.eventId().toString())) {
                server.time().advance(Duration.ofMillis(10));
                shown = TestClient.timeline(lazySync(alice), far.id()).toString();
            }
            assertThat(shown).contains(fine.eventId().toString(), wrong.eventId().toString());
            assertThat(TestClient.events(lazySync(alice), far.id(), "state").toString())
                    .contains(far.server().user("member4"));
            far.allow();
            assertThat(joinedMembers(alice, far)).isEqualTo(MEMBERS + 2);
            assertThat(
                            alice.get("/rooms/{}/event/{}", far.id(), fine.eventId().toString())
                                    .status())
                    .isEqualTo(200);
            assertThat(
                            alice.get("/rooms/{}/event/{}", far.id(), wrong.eventId().toString())
                                    .error())
                    .isEqualTo("404 M_NOT_FOUND");
            alice.say(far.id(), "goes on");
        }
    }

    @Test
    void secondUser_whoJoinsBeforeTheMembersAreKnown_isLetInByTheResident() throws Exception {
        try (PartialRoom far = new PartialRoom(authority, "@alice:localhost", MEMBERS);
                TestServer server = TestServer.start(far.server().trusted())) {
            TestClient alice = server.register("alice");
            far.letIn(server, alice);
            Event ofAlice = far.joined();
            TestClient bob = server.register("bob");
            far.lets(bob.id(), ofAlice);

            far.letIn(server, bob);

            bob.say(far.id(), "me too");
            alice.post("/rooms/{}/leave", JsonObject.EMPTY, far.id()).ok();
            far.allow();
            assertThat(joinedMembers(bob, far)).isEqualTo(MEMBERS + 2);
        }
    }

    @Test
    void returning_afterLeavingBeforeTheMembersWereKnown_endsInTheWholeRoom() throws Exception {
        try (PartialRoom far = new PartialRoom(authority, "@alice:localhost", MEMBERS);
                TestServer server = TestServer.start(far.server().trusted())) {
            TestClient alice = server.register("alice");
            far.letIn(server, alice);
            far.joined();
            alice.post("/rooms/{}/leave", JsonObject.EMPTY, far.id()).ok();
            // What comes next follows an event before which this server knows only a part of the
            // state.
            Event left = far.left();
            far.lets(alice.id(), left);

            far.letIn(server, alice);
            far.allow();
            awaitMembers(server, far);

            assertThat(joinedMembers(alice, far)).isEqualTo(MEMBERS + 2);
            // Nobody else is told of it as if it were the whole state.
            assertThat(
                            far.server()
                                    .get(
                                            server.anonymous(),
                                            "/_matrix/federation/v1/state_ids/{}?event_id={}",
                                            far.id(),
                                            left.eventId().toString())
                                    .error())
                    .isEqualTo("404 M_NOT_FOUND");
        }
    }

    @Test
    void servers_ofWhichTheResidentNamesTooMany_areNotAllTaken() throws Exception {
        try (PartialRoom far = new PartialRoom(authority, "@alice:localhost", 3);
                TestServer server = TestServer.start(far.server().trusted())) {
            far.names(2_500);

            far.letIn(server, server.register("alice"));

            // And this one.
            assertThat(far.in(server).visible().head().servers()).hasSize(2_001);
        }
    }

    /// Each leaves a name on the disk, which is never deleted.
    @Test
    void users_whomNobodyHasHeardOf_areTakenForMembersUpToABound() throws Exception {
        try (PartialRoom far = new PartialRoom(authority, "@alice:localhost", MEMBERS);
                TestServer server = TestServer.start(far.server().trusted())) {
            TestClient alice = server.register("alice");
            far.letIn(server, alice);
            long before = names(server);

            for (int i = 0; i < 4; i++) {
                JsonObject.Builder readers = JsonObject.builder();
                for (int user = 0; user < 400; user++) {
                    readers.put(
                            far.server().user("made-up-" + i + "-" + user),
                            JsonObject.of(
                                    "event_ids",
                                    JsonArray.ofStrings(List.of(far.last().eventId().toString())),
                                    "data",
                                    JsonObject.of("ts", 1)));
                }
                JsonObject receipts =
                        JsonObject.of(far.id(), JsonObject.of("m.read", readers.build()));
                far.server().sendEdu(server.anonymous(), "m.receipt", receipts).ok();
            }

            assertThat(names(server)).isEqualTo(before + 500);
            far.allow();
            awaitMembers(server, far);
        }
    }

    private static long names(TestServer server) {
        return server.homeserver()
                .database()
                .read(tx -> tx.one("SELECT COUNT(*) FROM user_name", row -> row.number(1)))
                .orElseThrow();
    }

    @Test
    void servers_thatOnlyTheResidentNames_areToldForABoundedTime() throws Exception {
        try (PartialRoom far = new PartialRoom(authority, "@alice:localhost", MEMBERS);
                TestServer server = TestServer.start(far.server().trusted())) {
            TestClient alice = server.register("alice");
            far.letIn(server, alice);
            assertThat(far.in(server).visible().head().servers()).hasSize(3);

            server.time().advance(Duration.ofMinutes(30));
            assertThat(far.in(server).visible().head().servers()).hasSize(3);
            while (far.in(server).visible().head().servers().size() == 3) {
                server.time().advance(Duration.ofMinutes(1));
                LockSupport.parkNanos(1_000_000);
            }

            assertThat(far.in(server).visible().head().isPartial()).isTrue();
            assertThat(far.in(server).visible().head().servers()).hasSize(2);
            far.allow();
            awaitMembers(server, far);
            assertThat(joinedMembers(alice, far)).isEqualTo(MEMBERS + 2);
            assertThat(far.in(server).visible().head().servers()).containsValue(MEMBERS + 1);
        }
    }

    @Test
    void residents_thatNeverGiveTheState_doNotHoldUpOthers() throws Exception {
        try (PartialRoom one = new PartialRoom(authority, "@alice:localhost", 3);
                PartialRoom two = new PartialRoom(authority, "@alice:localhost", 3);
                PartialRoom far = new PartialRoom(authority, "@alice:localhost", 3);
                TestServer server = TestServer.start(far.server().trusted())) {
            TestClient alice = server.register("alice");
            one.letIn(server, alice);
            two.letIn(server, alice);

            far.allow();
            far.letIn(server, alice);
            awaitMembers(server, far);

            assertThat(joinedMembers(alice, far)).isEqualTo(5);
            assertThat(one.server().heard("GET /_matrix/federation/v1/state_ids")).hasSize(1);
            assertThat(two.server().heard("GET /_matrix/federation/v1/state_ids")).hasSize(1);
        }
    }

    @Test
    void leaving_beforeTheMembersAreKnown_endsIt() throws Exception {
        try (PartialRoom far = new PartialRoom(authority, "@alice:localhost", MEMBERS);
                TestServer server = TestServer.start(far.server().trusted())) {
            TestClient alice = server.register("alice");
            far.letIn(server, alice);

            alice.post("/rooms/{}/leave", JsonObject.EMPTY, far.id()).ok();
            assertThat(joined(lazySync(alice), far)).isEmpty();
            far.allow();

            Room room = far.in(server);
            assertThat(room.awaitMembers(server.time(), Duration.ofHours(1))).isTrue();
            assertThat(room.completedPos()).isZero();
        }
    }
}
