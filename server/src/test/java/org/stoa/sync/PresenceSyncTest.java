package org.stoa.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.TestClient.json;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.TestClient;

final class PresenceSyncTest {
    @EachEngine
    void presence_set_isToldOnceToWhoSharesARoom(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            SyncClient bob = new SyncClient(server.register("bob"));
            SyncClient stranger = new SyncClient(server.register("carol"));
            alice.createRoomWith(bob.client());
            bob.sync();
            stranger.sync();

            set(alice, "{'presence': 'unavailable', 'status_msg': 'tea'}");

            assertThat(presence(bob.sync()))
                    .containsExactly(
                            json(
                                    "{'type': 'm.presence', 'sender': '"
                                            + alice.id()
                                            + "', 'content': {'presence': 'unavailable',"
                                            + " 'last_active_ago': 0, 'status_msg': 'tea',"
                                            + " 'currently_active': false}}"));
            assertThat(presence(bob.sync())).isEmpty();
            assertThat(presence(stranger.sync())).isEmpty();
        }
    }

    @EachEngine
    void presence_set_wakesWhoWaits(TestDatabase test) throws Exception {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            SyncClient bob = new SyncClient(server.register("bob"), "{}", "offline");
            alice.createRoomWith(bob.client());
            bob.sync();

            FutureTask<JsonObject> waiting = LongPollTest.waiting(server, () -> bob.sync(30_000));
            set(alice, "{'presence': 'online'}");

            assertThat(states(LongPollTest.answer(waiting)))
                    .containsExactly(alice.id() + " online");
        }
    }

    @EachEngine
    void presence_ofWhoFollows_becomesIdleThenOffline(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            SyncClient alice = new SyncClient(server.register("alice"));
            TestClient bob = server.register("bob");
            alice.client().createRoomWith(bob);
            alice.sync();
            assertThat(stateOf(alice.client(), bob)).isEqualTo("online");

            for (int minute = 0; minute < 5; minute++) {
                server.time().advance(Duration.ofSeconds(59));
                alice.sync();
            }
            assertThat(stateOf(alice.client(), bob)).isEqualTo("online");
            server.time().advance(Duration.ofSeconds(30));
            alice.sync();
            assertThat(stateOf(alice.client(), bob)).isEqualTo("unavailable");
            server.time().advance(Duration.ofMinutes(1));

            assertThat(stateOf(alice.client(), bob)).isEqualTo("offline");
        }
    }

    @EachEngine
    void presence_ofWhoIsIdleAndSends_isOnlineAgain(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            SyncClient bob = new SyncClient(server.register("bob"));
            String room = alice.createRoomWith(bob.client());
            alice.get("/sync?set_presence=unavailable").ok();
            assertThat(states(bob.sync())).containsExactly(alice.id() + " unavailable");

            alice.say(room, "I am back");

            assertThat(states(bob.sync())).containsExactly(alice.id() + " online");
        }
    }

    @EachEngine
    void presence_ofWhoDoesNotWantToBeSeen_isOffline(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            SyncClient bob = new SyncClient(server.register("bob"));
            String room = alice.createRoomWith(bob.client());
            bob.sync();

            alice.get("/sync?set_presence=offline").ok();
            alice.say(room, "unseen");

            assertThat(presence(bob.sync())).isEmpty();
            assertThat(stateOf(alice, bob.client())).isEqualTo("offline");
        }
    }

    @EachEngine
    void presence_whenSomebodyGoes_isTold(TestDatabase test) throws Exception {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            SyncClient bob = new SyncClient(server.register("bob"));
            alice.createRoomWith(bob.client());
            alice.get("/sync").ok();
            assertThat(states(bob.sync())).containsExactly(alice.id() + " online");

            FutureTask<JsonObject> waiting = LongPollTest.waiting(server, () -> bob.sync(120_000));
            server.time().advance(Duration.ofSeconds(66));

            assertThat(states(answerAsTimeGoesBy(server, waiting)))
                    .containsExactly(alice.id() + " offline");
        }
    }

    @EachEngine
    void presence_ofSeveralDevices_isTheMostReachable(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient phone = server.register("alice");
            TestClient laptop = phone.loginAgain();

            laptop.get("/sync").ok();
            phone.get("/sync?set_presence=unavailable").ok();
            String both = stateOf(phone, phone);
            set(laptop, "{'presence': 'offline'}");

            assertThat(both).isEqualTo("online");
            assertThat(stateOf(phone, phone)).isEqualTo("unavailable");
        }
    }

    @EachEngine
    void presence_ofARoomNewlyShared_comesToBoth(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            SyncClient alice = new SyncClient(server.register("alice"));
            SyncClient bob = new SyncClient(server.register("bob"));
            alice.sync();
            bob.sync();

            String room = alice.client().createRoomWith(bob.client());

            assertThat(states(bob.sync())).containsExactly(alice.client().id() + " online");
            assertThat(states(alice.sync())).containsExactly(bob.client().id() + " online");
            assertThat(presence(bob.sync())).isEmpty();
            assertThat(presence(alice.sync())).isEmpty();
            bob.client().post("/rooms/{}/leave", JsonObject.EMPTY, room).ok();
            set(bob.client(), "{'presence': 'unavailable'}");
            assertThat(presence(alice.sync())).isEmpty();
            assertThat(alice.client().get("/presence/{}/status", bob.client().id()).error())
                    .isEqualTo("403 M_FORBIDDEN");
        }
    }

    @EachEngine
    void presence_inALargeRoom_isNotToldButMayBeAskedFor(TestDatabase test) {
        try (SyncServer server =
                SyncServer.start(
                        test,
                        config -> config.withEphemeral(config.ephemeral().withMaxRoomMembers(2)))) {
            TestClient alice = server.register("alice");
            SyncClient bob = new SyncClient(server.register("bob"));
            SyncClient carol = new SyncClient(server.register("carol"));
            alice.createRoomWith(bob.client(), carol.client());
            alice.createRoomWith(bob.client());
            bob.sync();
            carol.sync();

            set(alice, "{'presence': 'online'}");

            assertThat(states(bob.sync())).containsExactly(alice.id() + " online");
            assertThat(presence(carol.sync())).isEmpty();
            assertThat(stateOf(alice, carol.client())).isEqualTo("online");
        }
    }

    @EachEngine
    void presence_ofFilters_isOnlyWhatTheyWant(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            TestClient bob = server.register("bob");
            TestClient carol = server.register("carol");
            alice.createRoomWith(bob, carol);
            set(bob, "{'presence': 'online'}");
            set(carol, "{'presence': 'online'}");

            assertThat(filtered(alice, "{'not_types': ['m.presence']}")).isEmpty();
            assertThat(filtered(alice, "{'types': ['m.*']}")).hasSize(2);
            assertThat(filtered(alice, "{'senders': ['" + bob.id() + "']}"))
                    .containsExactly(bob.id() + " online");
            assertThat(filtered(alice, "{'not_senders': ['" + bob.id() + "']}"))
                    .containsExactly(carol.id() + " online");
            assertThat(filtered(alice, "{'limit': 1}")).hasSize(1);
        }
    }

    @EachEngine
    void presence_ofIgnoredUsers_isNotTold(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            SyncClient bob = new SyncClient(server.register("bob"));
            alice.createRoomWith(bob.client());
            bob.client()
                    .put(
                            "/user/{}/account_data/m.ignored_user_list",
                            JsonObject.of(
                                    "ignored_users", JsonObject.of(alice.id(), JsonObject.EMPTY)),
                            bob.client().id())
                    .ok();
            bob.sync();

            set(alice, "{'presence': 'online'}");

            assertThat(presence(bob.sync())).isEmpty();
        }
    }

    @EachEngine
    void presence_afterARestart_beginsAnewButKeepsTheStatusMessage(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            SyncClient bob = new SyncClient(server.register("bob"));
            String room = alice.createRoomWith(bob.client());
            alice.say(room, "hello");
            set(alice, "{'presence': 'online', 'status_msg': 'in a meeting'}");
            bob.sync();

            server.restart();
            server.time().advance(Duration.ofSeconds(10));

            assertThat(bob.client().get("/presence/{}/status", alice.id()).ok())
                    .isEqualTo(
                            json(
                                    "{'presence': 'offline', 'last_active_ago': 10000, 'status_msg':"
                                            + " 'in a meeting', 'currently_active': false}"));
            alice.get("/sync").ok();
            List<JsonObject> told = presence(bob.sync());
            assertThat(told).hasSize(1);
            assertThat(told.getFirst().object("content").orElseThrow().string("status_msg"))
                    .contains("in a meeting");
        }
    }

    @EachEngine
    void presence_whenSwitchedOff_isNeverTold(TestDatabase test) {
        try (SyncServer server =
                SyncServer.start(
                        test,
                        config -> config.withEphemeral(config.ephemeral().withPresence(false)))) {
            TestClient alice = server.register("alice");
            SyncClient bob = new SyncClient(server.register("bob"));
            alice.createRoomWith(bob.client());

            set(alice, "{'presence': 'online', 'status_msg': 'here'}");

            assertThat(bob.sync().has("presence")).isFalse();
            assertThat(stateOf(alice, bob.client())).isEqualTo("offline");
        }
    }

    @EachEngine
    void eventsAndInitialSync_ofTheOldApi_tellPresence(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            TestClient bob = server.register("bob");
            alice.createRoomWith(bob);
            set(alice, "{'presence': 'online'}");

            JsonObject begun = bob.get("/_matrix/client/api/v1/initialSync").ok();
            set(alice, "{'presence': 'unavailable'}");
            JsonObject next =
                    bob.get(
                                    "/_matrix/client/api/v1/events?timeout=0&from={}",
                                    begun.string("end").orElseThrow())
                            .ok();

            assertThat(begun.array("presence").orElseThrow().objects())
                    .extracting(event -> event.object("content").orElseThrow())
                    .extracting(content -> content.string("user_id").orElseThrow())
                    .containsExactly(bob.id(), alice.id());
            assertThat(next.array("chunk").orElseThrow().objects())
                    .containsExactly(
                            json(
                                    "{'type': 'm.presence', 'sender': '"
                                            + alice.id()
                                            + "', 'content': {'presence': 'unavailable',"
                                            + " 'last_active_ago': 0, 'currently_active': false,"
                                            + " 'user_id': '"
                                            + alice.id()
                                            + "'}}"));
        }
    }

    /// Who was woken less than a second ago is woken when the second is over, which here the test has to say.
    private static JsonObject answerAsTimeGoesBy(SyncServer server, FutureTask<JsonObject> waiting)
            throws Exception {
        for (int second = 0; second < 40; second++) {
            try {
                return waiting.get(500, TimeUnit.MILLISECONDS);
            } catch (TimeoutException notYet) {
                server.time().advance(Duration.ofSeconds(1));
            }
        }
        throw new AssertionError("nobody was woken");
    }

    static void set(TestClient user, String presence) {
        user.put("/presence/{}/status", json(presence), user.id()).ok();
    }

    static List<JsonObject> presence(JsonObject sync) {
        return sync.has("presence") ? SyncClient.events(sync, "presence") : List.of();
    }

    static List<String> states(JsonObject sync) {
        return presence(sync).stream()
                .map(
                        event ->
                                event.string("sender").orElseThrow()
                                        + " "
                                        + event.object("content")
                                                .orElseThrow()
                                                .string("presence")
                                                .orElseThrow())
                .toList();
    }

    private static List<String> filtered(TestClient user, String presenceFilter) {
        String filter = "{'presence': " + presenceFilter + "}";
        return states(user.get("/sync?filter={}", json(filter).toString()).ok());
    }

    private static String stateOf(TestClient user, TestClient reader) {
        return reader.get("/presence/{}/status", user.id()).string("presence");
    }
}
