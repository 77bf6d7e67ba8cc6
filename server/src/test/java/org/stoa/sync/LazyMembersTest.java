package org.stoa.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.sync.SyncClient.events;
import static org.stoa.sync.SyncClient.joined;
import static org.stoa.testing.TestClient.json;

import java.util.List;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.TestClient;

final class LazyMembersTest {
    private static final String LAZY =
            "{\"room\":{\"state\":{\"lazy_load_members\":true},\"timeline\":{\"limit\":1}}}";

    @EachEngine
    void sync_first_tellsSendersAndOneselfOnly(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            TestClient bob = server.register("bob");
            TestClient carol = server.register("carol");
            String room = named(alice, bob, carol);
            bob.say(room, "hello");

            JsonObject part = joined(new SyncClient(carol, LAZY).sync(), room);

            assertThat(members(part)).containsExactlyInAnyOrder(bob.id(), carol.id());
            assertThat(events(part, "state"))
                    .extracting(event -> event.string("type").orElseThrow())
                    .contains("m.room.create", "m.room.power_levels", "m.room.name");
        }
    }

    @EachEngine
    void sync_knownSender_isNotToldAgain(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            TestClient bob = server.register("bob");
            SyncClient carol = new SyncClient(server.register("carol"), LAZY);
            String room = named(alice, bob, carol.client());
            bob.say(room, "hello");
            carol.sync();
            bob.say(room, "again");
            JsonObject known = joined(carol.sync(), room);
            alice.say(room, "me too");
            JsonObject unknown = joined(carol.sync(), room);

            assertThat(members(known)).isEmpty();
            assertThat(members(unknown)).containsExactly(alice.id());
        }
    }

    @EachEngine
    void sync_answerThatWasLost_tellsTheSenderAgain(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            TestClient bob = server.register("bob");
            SyncClient carol = new SyncClient(server.register("carol"), LAZY);
            String room = named(alice, bob, carol.client());
            carol.sync();
            String token = carol.since();
            bob.say(room, "hello");
            carol.sync();

            JsonObject again = carol.client().get("/sync?since={}&filter={}", token, LAZY).ok();

            assertThat(members(joined(again, room))).containsExactly(bob.id());
        }
    }

    @EachEngine
    void sync_includeRedundantMembers_tellsTheSenderEachTime(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            TestClient bob = server.register("bob");
            SyncClient carol =
                    new SyncClient(
                            server.register("carol"),
                            LAZY.replace(
                                    "\"lazy_load_members\":true",
                                    "\"lazy_load_members\":true,\"include_redundant_members\":true"));
            String room = named(alice, bob, carol.client());
            bob.say(room, "hello");
            carol.sync();
            bob.say(room, "again");

            assertThat(members(joined(carol.sync(), room))).containsExactly(bob.id());
        }
    }

    @EachEngine
    void sync_limited_tellsMembershipsOfTheGap(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            TestClient bob = server.register("bob");
            SyncClient carol = new SyncClient(server.register("carol"), LAZY);
            String room = named(alice, bob, carol.client());
            carol.sync();
            bob.post("/rooms/{}/leave", JsonObject.EMPTY, room).ok();
            alice.say(room, "one");
            alice.say(room, "two");

            JsonObject part = joined(carol.sync(), room);

            assertThat(members(part)).containsExactly(bob.id());
            assertThat(part.object("summary"))
                    .contains(
                            JsonObject.of("m.joined_member_count", 2, "m.invited_member_count", 0));
        }
    }

    @EachEngine
    void sync_roomWithoutName_tellsHeroesWithTheirMemberEvents(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            TestClient bob = server.register("bob");
            TestClient carol = server.register("carol");
            String room = alice.createRoomWith(bob, carol);
            carol.say(room, "hello");

            JsonObject part = joined(new SyncClient(carol, LAZY).sync(), room);

            assertThat(part.object("summary"))
                    .contains(
                            JsonObject.of(
                                    "m.heroes",
                                    JsonArray.ofStrings(List.of(alice.id(), bob.id())),
                                    "m.joined_member_count",
                                    3,
                                    "m.invited_member_count",
                                    0));
            assertThat(members(part)).containsExactlyInAnyOrder(alice.id(), bob.id(), carol.id());
        }
    }

    private static String named(TestClient owner, TestClient... others) {
        String room = owner.createRoomWith(others);
        owner.setState(room, "m.room.name", "", json("{'name': 'Kitchen'}"));
        return room;
    }

    private static List<String> members(JsonObject part) {
        return events(part, "state").stream()
                .filter(event -> event.string("type").orElseThrow().equals("m.room.member"))
                .map(event -> event.string("state_key").orElseThrow())
                .toList();
    }
}
