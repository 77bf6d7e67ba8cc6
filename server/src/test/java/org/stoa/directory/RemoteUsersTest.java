package org.stoa.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.TestClient.json;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.storage.WriteTx;
import org.stoa.storage.rows.RemoteWordRow;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.ForeignRoom;
import org.stoa.testing.ForeignServer;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;
import org.stoa.testing.TwoServers;

/// Who finds users of other servers, and by which of their names.
@Timeout(120)
final class RemoteUsersTest {

    /// A tested server with alice and eve, and another server with zoe.
    private static final class Stage implements AutoCloseable {
        final ForeignServer peer = new ForeignServer();
        final TestServer server;
        final TestClient alice;
        final TestClient eve;
        final String zoe = peer.user("zoe");

        Stage(TestDatabase database) {
            server = TestServer.start(database, peer.trusted());
            alice = server.register("alice");
            eve = server.register("eve");
        }

        /// A room of the other server, which anybody may join.
        ForeignRoom open(String creator) {
            return ForeignRoom.create(RoomVersion.V12, peer.user(creator));
        }

        /// A room of the other server that takes an invite.
        ForeignRoom closed(String creator) {
            ForeignRoom room = open(creator);
            joinRule(room, "invite");
            return room;
        }

        static Event joinRule(ForeignRoom room, String rule) {
            return room.state(
                    room.create().sender().toString(),
                    "m.room.join_rules",
                    "",
                    JsonObject.of("join_rule", rule),
                    room.last());
        }

        /// Lets a user be in a room of which the tested server knows nothing yet.
        static void in(ForeignRoom room, String user, String name) {
            room.member(room.create().sender().toString(), user, "invite", room.last());
            named(room, user, name);
        }

        /// The membership of a user who is in the room, or is invited.
        static Event named(ForeignRoom room, String user, String name) {
            return room.state(
                    user,
                    "m.room.member",
                    user,
                    JsonObject.of(
                            "membership",
                            "join",
                            "displayname",
                            name,
                            "avatar_url",
                            "mxc://there/" + user.length()),
                    room.last());
        }

        /// Lets a user of the tested server come in.
        void enter(ForeignRoom room, TestClient user) {
            room.member(room.create().sender().toString(), user.id(), "invite", room.last());
            Event joined = room.join(user.id(), room.last());
            server.homeserver().rooms().receive().remoteRooms().enter(room.answer(joined));
        }

        void send(Event... events) {
            peer.send(server.anonymous(), events).ok();
        }

        void write(Consumer<WriteTx> action) {
            server.homeserver().database().execute(action);
        }

        long words() {
            return server.homeserver()
                    .database()
                    .read(tx -> tx.one("SELECT COUNT(*) FROM remote_word", row -> row.number(1)))
                    .orElseThrow();
        }

        /// Waits until everything that was noted is in the index.
        void awaitIndex() {
            await(
                    () ->
                            server.homeserver()
                                    .database()
                                    .read(tx -> tx.one("SELECT 1 FROM unindexed_user", row -> 1))
                                    .isEmpty());
        }

        @Override
        public void close() {
            server.close();
            peer.close();
        }
    }

    private static void await(BooleanSupplier condition) {
        for (int i = 0; i < 20_000; i++) {
            if (condition.getAsBoolean()) {
                return;
            }
            LockSupport.parkNanos(1_000_000);
        }
        throw new AssertionError("what was awaited did not come");
    }

    private static JsonObject search(TestClient client, String term, int limit) {
        return client.post(
                        "/user_directory/search",
                        JsonObject.of("search_term", term, "limit", limit))
                .ok();
    }

    private static List<JsonObject> results(TestClient client, String term) {
        return search(client, term, 10).array("results").orElseThrow().objects();
    }

    private static List<String> find(TestClient client, String term) {
        return results(client, term).stream()
                .map(user -> user.string("user_id").orElseThrow())
                .toList();
    }

    private static List<String> names(TestClient client, String term) {
        return results(client, term).stream()
                .map(user -> user.string("display_name").orElse(""))
                .toList();
    }

    @EachEngine
    void memberOfAClosedRoom_isFoundByWhoIsInItUntilTheyPart(TestDatabase database) {
        try (Stage stage = new Stage(database)) {
            ForeignRoom room = stage.closed("creator");
            Stage.in(room, stage.zoe, "Zoe Tables");
            stage.enter(room, stage.alice);
            stage.awaitIndex();

            for (String term : List.of("zo", "TABLES z", "@zoe", stage.zoe, "zoe tables")) {
                assertThat(search(stage.alice, term, 10))
                        .as(term)
                        .isEqualTo(
                                json(
                                        "{'results':[{'user_id':'%s','display_name':'Zoe Tables','avatar_url':'mxc://there/%d'}],'limited':false}"
                                                .formatted(stage.zoe, stage.zoe.length())));
                assertThat(find(stage.eve, term)).as(term).isEmpty();
            }
            assertThat(find(stage.alice, "ables")).isEmpty();
            assertThat(stage.words()).isPositive();

            stage.send(
                    room.member(stage.zoe, stage.zoe, "leave", room.last()),
                    room.member(
                            room.create().sender().toString(),
                            room.create().sender().toString(),
                            "leave",
                            room.last()));
            await(() -> find(stage.alice, "zo").isEmpty());
            stage.awaitIndex();
            assertThat(stage.words()).isZero();
        }
    }

    @EachEngine
    void memberOfAnOpenRoom_isFoundByEverybodyWhileThisServerIsInIt(TestDatabase database) {
        try (Stage stage = new Stage(database)) {
            ForeignRoom room = stage.open("creator");
            Stage.in(room, stage.zoe, "Zoe");
            stage.enter(room, stage.alice);
            stage.awaitIndex();
            assertThat(find(stage.eve, "zoe")).containsExactly(stage.zoe);

            stage.send(Stage.joinRule(room, "invite"));
            await(() -> find(stage.eve, "zoe").isEmpty());
            assertThat(find(stage.alice, "zoe")).containsExactly(stage.zoe);
            stage.send(
                    room.state(
                            room.create().sender().toString(),
                            "m.room.history_visibility",
                            "",
                            JsonObject.of("history_visibility", "world_readable"),
                            room.last()));
            await(() -> find(stage.eve, "zoe").equals(List.of(stage.zoe)));

            stage.alice.post("/rooms/{}/leave", JsonObject.EMPTY, room.roomId().toString()).ok();
            assertThat(find(stage.eve, "zoe")).isEmpty();
            assertThat(find(stage.alice, "zoe")).isEmpty();
        }
    }

    @EachEngine
    void nameOfAClosedRoom_isToldToNobodyElse(TestDatabase database) {
        try (Stage stage = new Stage(database)) {
            ForeignRoom open = stage.open("one");
            ForeignRoom closed = stage.closed("two");
            Stage.in(open, stage.zoe, "Zoe Cooper");
            Stage.in(closed, stage.zoe, "Freddy");
            stage.enter(open, stage.alice);
            stage.enter(closed, stage.alice);
            stage.awaitIndex();

            assertThat(names(stage.eve, "cooper")).containsExactly("Zoe Cooper");
            assertThat(names(stage.eve, "@zoe")).containsExactly("Zoe Cooper");
            assertThat(find(stage.eve, "freddy")).isEmpty();
            assertThat(find(stage.eve, "cooper freddy")).isEmpty();
            assertThat(names(stage.alice, "freddy")).containsExactly("Freddy");
            assertThat(names(stage.alice, "cooper")).containsExactly("Zoe Cooper");
        }
    }

    @EachEngine
    void nameThatChanges_isFoundAsItIsNow(TestDatabase database) {
        try (Stage stage = new Stage(database)) {
            ForeignRoom room = stage.closed("creator");
            Stage.in(room, stage.zoe, "First");
            stage.enter(room, stage.alice);
            stage.send(Stage.named(room, stage.zoe, "Second"));
            await(() -> names(stage.alice, "second").equals(List.of("Second")));
            assertThat(find(stage.alice, "first")).isEmpty();

            JsonObject redaction =
                    JsonObject.of("redacts", room.last().eventId().toString(), "reason", "no");
            stage.send(room.event(stage.zoe, "m.room.redaction", redaction, room.last()));

            await(() -> find(stage.alice, "second").isEmpty());
            assertThat(names(stage.alice, "zoe")).containsExactly("");
        }
    }

    @EachEngine
    void oddNames_areCutAndHarmNobody(TestDatabase database) {
        try (Stage stage = new Stage(database)) {
            ForeignRoom room = stage.closed("creator");
            Stage.in(room, stage.peer.user("long"), "Long " + "x".repeat(50_000));
            Stage.in(room, stage.peer.user("many"), "w ".repeat(10_000) + "end");
            Stage.in(room, stage.peer.user("signs"), "王".repeat(10_000));
            Stage.in(room, stage.peer.user("null"), "Nu\u0000ll\u0001 \u202eback");
            Stage.in(room, stage.peer.user("clef"), "\ud834\udd1e".repeat(200));
            Stage.in(room, stage.peer.user("blank"), " \t ");
            room.state(
                    stage.peer.user("creator"),
                    "m.room.member",
                    stage.peer.user("creator"),
                    json("{'membership':'join','displayname':['x'],'avatar_url':'javascript:x'}"),
                    room.last());
            stage.enter(room, stage.alice);
            stage.awaitIndex();

            assertThat(names(stage.alice, "long")).containsExactly("Long " + "x".repeat(123));
            assertThat(names(stage.alice, "w many")).containsExactly("w ".repeat(64));
            assertThat(names(stage.alice, "王王王")).containsExactly("王".repeat(128));
            assertThat(names(stage.alice, "null")).containsExactly("Nu\u0000ll\u0001 \u202eback");
            assertThat(names(stage.alice, "@clef")).containsExactly("\ud834\udd1e".repeat(64));
            assertThat(names(stage.alice, "@blank")).containsExactly("");
            assertThat(results(stage.alice, "@creator"))
                    .containsExactly(JsonObject.of("user_id", stage.peer.user("creator")));
            assertThat(stage.words()).isLessThan(7 * 41);
        }
    }

    /// Ten thousand users of a room that alice is not in, whose words come before.
    @EachEngine
    void roomMate_whoseNameTooManyHave_isFound(TestDatabase database) {
        try (Stage stage = new Stage(database)) {
            ForeignRoom room = stage.closed("creator");
            Stage.in(room, stage.zoe, "Zoe");
            stage.enter(room, stage.alice);
            stage.awaitIndex();
            stage.write(
                    tx -> {
                        for (int i = 0; i < 10_500; i++) {
                            tx.add(new RemoteWordRow("zo", 1_000_000 + i));
                        }
                    });

            JsonObject found = search(stage.alice, "zo", 10);

            assertThat(found.array("results").orElseThrow().objects())
                    .extracting(user -> user.string("user_id").orElseThrow())
                    .containsExactly(stage.zoe);
            assertThat(found.bool("limited")).contains(true);
        }
    }

    @EachEngine
    void results_beyondTheLimit_areCutWithUsersOfThisServerFirst(TestDatabase database) {
        try (Stage stage = new Stage(database)) {
            ForeignRoom room = stage.open("creator");
            for (int i = 0; i < 4; i++) {
                Stage.in(room, stage.peer.user("dora" + i), "Dora");
            }
            stage.enter(room, stage.alice);
            TestClient own = stage.server.register("w");
            own.put("/profile/{}/displayname", JsonObject.of("displayname", "Dora"), own.id()).ok();
            stage.alice.createRoomWith(own);
            stage.awaitIndex();

            JsonObject two = search(stage.alice, "dora", 2);

            assertThat(two.array("results").orElseThrow().objects())
                    .extracting(user -> user.string("user_id").orElseThrow())
                    .containsExactly(own.id(), stage.peer.user("dora0"));
            assertThat(two.bool("limited")).contains(true);
            assertThat(find(stage.alice, "dora")).hasSize(5);
            assertThat(search(stage.alice, "dora", 5).bool("limited")).contains(false);
        }
    }

    @EachEngine
    void membersOfBeforeTheIndex_areFoundAfterTheRewrite(TestDatabase database) {
        try (Stage stage = new Stage(database)) {
            ForeignRoom room = stage.closed("creator");
            Stage.in(room, stage.zoe, "Tables");
            stage.enter(room, stage.alice);
            stage.awaitIndex();
            stage.write(
                    tx -> {
                        tx.update("UPDATE member SET display_name = NULL");
                        tx.update("DELETE FROM remote_word");
                        tx.update(
                                "DELETE FROM background_rewrite WHERE name = 'directory.member_names'");
                    });
            assertThat(find(stage.alice, "tables")).isEmpty();

            stage.server.restart();

            await(() -> names(stage.alice, "tables").equals(List.of("Tables")));
            assertThat(find(stage.eve, "tables")).isEmpty();
        }
    }

    @EachEngine
    void whatWasNotedBeforeTheEnd_isDoneAfterTheStart(TestDatabase database) {
        try (Stage stage = new Stage(database)) {
            ForeignRoom room = stage.closed("creator");
            Stage.in(room, stage.zoe, "Zoe");
            stage.enter(room, stage.alice);
            stage.awaitIndex();
            stage.write(
                    tx -> {
                        tx.update("DELETE FROM remote_word");
                        tx.update(
                                "INSERT INTO unindexed_user (user_nid) SELECT user_nid FROM user_name WHERE user_id = ?",
                                stage.zoe);
                    });

            stage.server.restart();

            await(() -> find(stage.alice, "zoe").equals(List.of(stage.zoe)));
        }
    }

    @Test
    void userWhoJoinsFromAnotherServer_isFoundByRoomMatesOnBoth(@TempDir Path folder) {
        try (TwoServers servers =
                new TwoServers(folder, UnaryOperator.identity(), UnaryOperator.identity())) {
            TestClient alice = servers.one().register("alice");
            TestClient eve = servers.one().register("eve");
            TestClient bob = servers.two().register("bob");
            String room = alice.createRoom();
            alice.invite(room, bob);
            assertThat(find(alice, "bob")).isEmpty();

            bob.post("/join/{}?via=one.test", JsonObject.EMPTY, room).ok();

            await(() -> find(alice, "bob").equals(List.of(bob.id())));
            await(() -> find(bob, "alice").equals(List.of(alice.id())));
            assertThat(find(eve, "bob")).isEmpty();
            bob.put(
                            "/profile/{}/displayname",
                            JsonObject.of("displayname", "Robert Tables"),
                            bob.id())
                    .ok();
            await(() -> names(alice, "tables").equals(List.of("Robert Tables")));
            assertThat(find(eve, "tables")).isEmpty();
            alice.setState(room, "m.room.join_rules", "", json("{'join_rule':'public'}"));
            await(() -> names(eve, "tables").equals(List.of("Robert Tables")));
            bob.post("/rooms/{}/leave", JsonObject.EMPTY, room).ok();
            await(() -> find(alice, "tables").isEmpty());
        }
    }
}
