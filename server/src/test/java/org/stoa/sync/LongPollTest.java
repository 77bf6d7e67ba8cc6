package org.stoa.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.sync.SyncClient.bodies;
import static org.stoa.sync.SyncClient.events;
import static org.stoa.sync.SyncClient.joined;
import static org.stoa.sync.SyncClient.room;
import static org.stoa.sync.SyncClient.rooms;
import static org.stoa.testing.TestClient.json;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.TestClient;

final class LongPollTest {
    private static final int HALF_A_MINUTE = 30_000;

    @EachEngine
    void poll_whenSomebodySendsToTheRoom_wakes(TestDatabase test) throws Exception {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            SyncClient bob = new SyncClient(server.register("bob"));
            String room = alice.createRoomWith(bob.client());
            bob.sync();

            FutureTask<JsonObject> waiting = waiting(server, () -> bob.sync(HALF_A_MINUTE));
            alice.say(room, "hello");

            assertThat(bodies(events(joined(answer(waiting), room), "timeline")))
                    .containsExactly("hello");
        }
    }

    @EachEngine
    void poll_whenInvited_wakes(TestDatabase test) throws Exception {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            SyncClient bob = new SyncClient(server.register("bob"));
            String room = alice.createRoom();
            bob.sync();

            FutureTask<JsonObject> waiting = waiting(server, () -> bob.sync(HALF_A_MINUTE));
            alice.invite(room, bob.client());

            assertThat(room(answer(waiting), "invite", room)).isPresent();
        }
    }

    @EachEngine
    void poll_afterJoining_wakesForTheNewRoom(TestDatabase test) throws Exception {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            SyncClient bob = new SyncClient(server.register("bob"));
            bob.sync();
            String room = alice.createRoomWith(bob.client());
            bob.sync();

            FutureTask<JsonObject> waiting = waiting(server, () -> bob.sync(HALF_A_MINUTE));
            alice.say(room, "hello");

            assertThat(bodies(events(joined(answer(waiting), room), "timeline")))
                    .containsExactly("hello");
        }
    }

    @EachEngine
    void poll_accountData_wakesTheOtherDevice(TestDatabase test) throws Exception {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient phone = server.register("alice");
            SyncClient laptop = new SyncClient(phone.loginAgain());
            laptop.sync();

            FutureTask<JsonObject> waiting = waiting(server, () -> laptop.sync(HALF_A_MINUTE));
            phone.put(
                            "/user/{}/account_data/org.example.colour",
                            json("{'colour': 'red'}"),
                            phone.id())
                    .ok();

            assertThat(answer(waiting).object("account_data").orElseThrow())
                    .isEqualTo(
                            json(
                                    "{'events': [{'type': 'org.example.colour', 'content': {'colour':"
                                            + " 'red'}}]}"));
        }
    }

    @EachEngine
    void poll_whenNothingHappens_answersAfterTheTimeout(TestDatabase test) throws Exception {
        try (SyncServer server = SyncServer.start(test)) {
            SyncClient bob = new SyncClient(server.register("bob"));
            bob.sync();

            FutureTask<JsonObject> waiting = waiting(server, () -> bob.sync(HALF_A_MINUTE));
            server.time().advance(Duration.ofMillis(HALF_A_MINUTE));

            assertThat(rooms(answer(waiting), "join").isEmpty()).isTrue();
        }
    }

    @EachEngine
    void poll_whenOnlyHiddenThingsHappen_goesOnWaiting(TestDatabase test) throws Exception {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            SyncClient bob =
                    new SyncClient(
                            server.register("bob"),
                            "{\"room\":{\"timeline\":{\"not_types\":[\"org.example.*\"]}}}");
            String room = alice.createRoomWith(bob.client());
            bob.sync();

            FutureTask<JsonObject> waiting = waiting(server, () -> bob.sync(HALF_A_MINUTE));
            alice.send(room, "org.example.noise", json("{'n': 1}"));
            alice.say(room, "hello");

            assertThat(bodies(events(joined(answer(waiting), room), "timeline")))
                    .containsExactly("hello");
        }
    }

    @EachEngine
    void poll_whenTheServerStops_answersAtOnce(TestDatabase test) throws Exception {
        try (SyncServer server = SyncServer.start(test)) {
            SyncClient bob = new SyncClient(server.register("bob"));
            bob.sync();

            FutureTask<JsonObject> waiting = waiting(server, () -> bob.sync(HALF_A_MINUTE));
            server.shutdown().begin();

            assertThat(answer(waiting).string("next_batch")).isPresent();
        }
    }

    /// Starts a request, which the test server answers in the thread that asks, and waits until it waits.
    static <T> FutureTask<T> waiting(SyncServer server, Callable<T> request) {
        FutureTask<T> task = new FutureTask<>(request);
        server.time().awaitParked(Thread.ofVirtual().start(task));
        return task;
    }

    static <T> T answer(FutureTask<T> waiting) throws Exception {
        return waiting.get(20, TimeUnit.SECONDS);
    }
}
