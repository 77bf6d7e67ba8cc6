package org.stoa.rooms.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.TestClient.json;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.Answer;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RoomUpgradeTest {
    private final TestServer server = TestServer.start();
    private final TestClient alice = server.register("alice");
    private final TestClient bob = server.register("bob");

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"1,12", "9,10", "11,12", "12,12", "12,11", "6,1"})
    void upgrade_betweenVersions_linksTheRoomsBothWays(String from, String to) {
        String old = alice.createRoom(JsonObject.of("room_version", from));
        String last = alice.say(old, "last words");

        String room = upgrade(alice, old, to);

        JsonObject create = alice.state(room, "m.room.create", "");
        assertThat(create.string("room_version")).contains(to);
        // From version 12 on, there is no saying which event will be the last.
        assertThat(create.object("predecessor"))
                .contains(
                        to.equals("12")
                                ? JsonObject.of("room_id", old)
                                : JsonObject.of("room_id", old, "event_id", last));
        assertThat(alice.state(old, "m.room.tombstone", "").string("replacement_room"))
                .contains(room);
    }

    @Test
    void upgrade_always_movesTheStateThatIsRecommended() {
        String old =
                alice.createRoom(
                        json("{'room_version':'11','creation_content':{'type':'m.space'}}"));
        JsonObject acl = JsonObject.of("allow", JsonArray.ofStrings(List.of("*")));
        String child = alice.createRoom();
        alice.setState(old, "m.room.server_acl", "", acl);
        alice.setState(old, "m.room.name", "", JsonObject.of("name", "Garden"));
        alice.setState(old, "m.room.topic", "", JsonObject.of("topic", "Flowers"));
        alice.setState(old, "m.room.avatar", "", JsonObject.of("url", "mxc://localhost/a"));
        alice.setState(old, "m.room.guest_access", "", JsonObject.of("guest_access", "forbidden"));
        alice.setState(
                old,
                "m.room.history_visibility",
                "",
                JsonObject.of("history_visibility", "world_readable"));
        alice.setState(old, "m.room.join_rules", "", JsonObject.of("join_rule", "knock"));
        alice.setState(
                old, "m.room.encryption", "", JsonObject.of("algorithm", "m.megolm.v1.aes-sha2"));
        alice.setState(old, "m.space.child", child, json("{'via':['localhost']}"));
        alice.setState(old, "org.example.own", "", JsonObject.of("a", "b"));

        String room = upgrade(alice, old, "12");

        for (String type :
                List.of(
                        "m.room.server_acl",
                        "m.room.name",
                        "m.room.topic",
                        "m.room.avatar",
                        "m.room.guest_access",
                        "m.room.history_visibility",
                        "m.room.join_rules",
                        "m.room.encryption")) {
            assertThat(alice.state(room, type, "")).as(type).isEqualTo(alice.state(old, type, ""));
        }
        assertThat(alice.state(room, "m.space.child", child))
                .isEqualTo(json("{'via':['localhost']}"));
        assertThat(alice.state(room, "m.room.create", "").string("type")).contains("m.space");
        assertThat(alice.get("/rooms/{}/state/{}/", room, "org.example.own").error())
                .isEqualTo("404 M_NOT_FOUND");
    }

    @Test
    void upgrade_toAVersionWithoutTheJoinRule_isForInvited() {
        String old = alice.createRoom(JsonObject.of("room_version", "11"));
        alice.setState(old, "m.room.join_rules", "", JsonObject.of("join_rule", "restricted"));

        String room = upgrade(alice, old, "7");

        assertThat(alice.state(room, "m.room.join_rules", ""))
                .isEqualTo(JsonObject.of("join_rule", "invite"));
    }

    @Test
    void powerLevels_ofTheOldRoom_holdInTheNewOne() {
        String old = alice.createRoom(JsonObject.of("room_version", "10"));
        JsonObject levels =
                alice.state(old, "m.room.power_levels", "")
                        .with("users", JsonObject.of(alice.id(), 100, bob.id(), 75));
        alice.setState(old, "m.room.power_levels", "", levels);

        String room = upgrade(alice, old, "11");

        assertThat(alice.state(room, "m.room.power_levels", "")).isEqualTo(levels);
    }

    @Test
    void powerLevels_ofAModeratorWhoUpgrades_areRestored() {
        String old = alice.createRoom(JsonObject.of("room_version", "10"));
        alice.invite(old, bob);
        bob.join(old);
        JsonObject levels =
                json(
                        "{'users':{'@alice:localhost':100,'@bob:localhost':50},'state_default':50,"
                                + "'events':{'m.room.name':90,'m.room.tombstone':50}}");
        alice.setState(old, "m.room.name", "", JsonObject.of("name", "High"));
        alice.setState(old, "m.room.power_levels", "", levels);

        String room = upgrade(bob, old, "11");

        assertThat(bob.state(room, "m.room.power_levels", "")).isEqualTo(levels);
        assertThat(bob.state(room, "m.room.name", "")).isEqualTo(JsonObject.of("name", "High"));
    }

    @Test
    void powerLevels_inVersion12_leaveTheCreatorsOut() {
        String old = alice.createRoom(JsonObject.of("room_version", "10"));
        alice.setState(
                old,
                "m.room.power_levels",
                "",
                JsonObject.of(
                        "users",
                        JsonObject.of(alice.id(), 100, bob.id(), 100, "@c:localhost", 50)));

        Answer answer =
                alice.post(
                        "/rooms/{}/upgrade",
                        JsonObject.of(
                                "new_version",
                                "12",
                                "additional_creators",
                                JsonArray.ofStrings(List.of(bob.id()))),
                        old);

        String room = answer.string("replacement_room");
        JsonObject levels = alice.state(room, "m.room.power_levels", "");
        assertThat(levels.object("users")).contains(JsonObject.of("@c:localhost", 50));
        assertThat(levels.object("events").orElseThrow().integer("m.room.tombstone")).hasValue(150);
        assertThat(alice.state(room, "m.room.create", "").array("additional_creators"))
                .contains(JsonArray.ofStrings(List.of(bob.id())));
    }

    @Test
    void additionalCreators_ofTheOldRoom_areNotTakenOver() {
        String old =
                alice.createRoom(
                        JsonObject.of(
                                "room_version",
                                "12",
                                "creation_content",
                                JsonObject.of(
                                        "additional_creators",
                                        JsonArray.ofStrings(List.of(bob.id())))));

        String room = upgrade(alice, old, "12");

        assertThat(alice.state(room, "m.room.create", "").has("additional_creators")).isFalse();
    }

    @Test
    void creators_inAVersionWithoutTheirPower_areListedWithTheHighestLevel() {
        String old = alice.createRoom(JsonObject.of("room_version", "12"));

        String room = upgrade(alice, old, "11");

        JsonObject users =
                alice.state(room, "m.room.power_levels", "").object("users").orElseThrow();
        assertThat(users.integer(alice.id())).hasValue(150);
    }

    @Test
    void oldRoom_afterwards_isQuiet() {
        String old = alice.createRoomWith(bob);
        upgrade(alice, old, "12");

        assertThat(
                        bob.put(
                                        "/rooms/{}/send/m.room.message/x",
                                        JsonObject.of("msgtype", "m.text", "body", "anybody?"),
                                        old)
                                .error())
                .isEqualTo("403 M_FORBIDDEN");
        JsonObject levels = alice.state(old, "m.room.power_levels", "");
        assertThat(levels.integer("events_default")).hasValue(50);
        assertThat(levels.integer("invite")).hasValue(50);
    }

    @Test
    void aliasesAndPublication_always_move() {
        String old = alice.createRoom(json("{'visibility':'public','room_alias_name':'moving'}"));
        alice.put("/directory/room/{}", JsonObject.of("room_id", old), "#second:localhost").ok();

        String room = upgrade(alice, old, "12");

        assertThat(alice.get("/directory/room/{}", "#moving:localhost").string("room_id"))
                .isEqualTo(room);
        assertThat(alice.get("/directory/room/{}", "#second:localhost").string("room_id"))
                .isEqualTo(room);
        assertThat(alice.state(room, "m.room.canonical_alias", ""))
                .isEqualTo(JsonObject.of("alias", "#moving:localhost"));
        assertThat(alice.state(old, "m.room.canonical_alias", "")).isEqualTo(JsonObject.EMPTY);
        assertThat(alice.get("/directory/list/room/{}", old).string("visibility"))
                .isEqualTo("private");
        assertThat(alice.get("/directory/list/room/{}", room).string("visibility"))
                .isEqualTo("public");
    }

    @Test
    void upgrade_thatFailsHalfWay_leavesNothingBehind() {
        String old =
                alice.createRoom(
                        json(
                                "{'visibility':'public','room_alias_name':'stays','room_version':'11'}"));
        // So large that the old room cannot be made quiet, which is the last step.
        fillPowerLevels(old);
        List<String> before =
                alice.get("/joined_rooms").ok().array("joined_rooms").orElseThrow().strings();

        String error =
                alice.post("/rooms/{}/upgrade", JsonObject.of("new_version", "11"), old).error();

        assertThat(error).isEqualTo("413 M_TOO_LARGE");
        assertThat(alice.get("/joined_rooms").ok().array("joined_rooms").orElseThrow().strings())
                .containsExactlyInAnyOrderElementsOf(before);
        assertThat(alice.get("/directory/room/{}", "#stays:localhost").string("room_id"))
                .isEqualTo(old);
        assertThat(alice.get("/rooms/{}/state/m.room.tombstone/", old).error())
                .isEqualTo("404 M_NOT_FOUND");
    }

    /// Makes the power levels as large as an event may be.
    private void fillPowerLevels(String room) {
        JsonObject levels = alice.state(room, "m.room.power_levels", "");
        int fits = 0;
        int tooMuch = 65_536;
        while (tooMuch - fits > 1) {
            int middle = (fits + tooMuch) / 2;
            JsonObject filled =
                    levels.toBuilder().put("org.example.filler", "x".repeat(middle)).build();
            Answer answer = alice.put("/rooms/{}/state/m.room.power_levels/", filled, room);
            if (answer.status() == 200) {
                fits = middle;
            } else {
                tooMuch = middle;
            }
        }
    }

    @Test
    void bans_always_move() {
        String old = alice.createRoom(json("{'preset':'public_chat','room_version':'10'}"));
        for (int i = 0; i < 101; i++) {
            alice.post("/rooms/{}/ban", JsonObject.of("user_id", "@b" + i + ":far"), old).ok();
        }
        alice.post("/rooms/{}/ban", JsonObject.of("user_id", bob.id(), "reason", "spam"), old).ok();

        String room = upgrade(alice, old, "12");

        assertThat(bob.post("/join/{}", JsonObject.EMPTY, room).error())
                .isEqualTo("403 M_FORBIDDEN");
        assertThat(alice.state(room, "m.room.member", bob.id()))
                .isEqualTo(JsonObject.of("membership", "ban", "reason", "spam"));
        assertThat(alice.get("/rooms/{}/members?membership=ban", room).objects("chunk"))
                .hasSize(102);
    }

    @Test
    void settings_ofWhoJoinsTheNewRoom_follow() {
        String old = alice.createRoom(json("{'preset':'public_chat','room_version':'10'}"));
        bob.join(old);
        bob.put("/user/{}/rooms/{}/tags/u.work", json("{'order':0.5}"), bob.id(), old).ok();
        bob.put("/pushrules/global/room/{}", json("{'actions':['notify']}"), old).ok();
        JsonObject mute =
                JsonObject.of(
                        "actions",
                        JsonArray.EMPTY,
                        "conditions",
                        JsonArray.of(
                                JsonObject.of(
                                        "kind", "event_match", "key", "room_id", "pattern", old)));
        bob.put("/pushrules/global/override/{}", mute, old).ok();

        String room = upgrade(alice, old, "12");
        bob.join(room);

        server.awaitTasks(() -> bob.get("/pushrules/global/override/{}", room).status() == 200);
        assertThat(bob.get("/user/{}/rooms/{}/tags", bob.id(), room).ok().object("tags"))
                .contains(json("{'u.work':{'order':0.5}}"));
        assertThat(bob.get("/pushrules/global/room/{}/actions", room).ok())
                .isEqualTo(json("{'actions':['notify']}"));
        JsonObject copied =
                bob.get("/pushrules/global/override/{}", room)
                        .ok()
                        .array("conditions")
                        .orElseThrow()
                        .objects()
                        .getFirst();
        assertThat(copied.string("pattern")).isEqualTo(Optional.of(room));
        assertThat(bob.get("/pushrules/global/override/{}", old).status()).isEqualTo(200);
    }

    @Test
    void pushRules_thatWouldGetTooLong_doNotFollow() {
        TestClient carl = server.register("carl");
        String old = alice.createRoom(json("{'preset':'public_chat','room_version':'10'}"));
        carl.join(old);
        carl.put("/user/{}/rooms/{}/tags/u.work", json("{'order':0.5}"), carl.id(), old).ok();
        JsonObject condition =
                JsonObject.of(
                        "kind",
                        "event_match",
                        "key",
                        "room_id",
                        "pattern",
                        old,
                        "filler",
                        "x".repeat(300_000));
        JsonObject mute =
                JsonObject.of("actions", JsonArray.EMPTY, "conditions", JsonArray.of(condition));
        carl.put("/pushrules/global/override/{}", mute, old).ok();

        String room = upgrade(alice, old, "12");
        carl.join(room);

        String tags = "/user/{}/rooms/{}/tags";
        server.awaitTasks(() -> carl.get(tags, carl.id(), room).ok().toString().contains("0.5"));
        server.awaitTasks(() -> following() == 0);
        assertThat(carl.get("/pushrules/global/override/{}", room).error())
                .isEqualTo("404 M_NOT_FOUND");
        assertThat(carl.get("/pushrules/global/override/{}", old).status()).isEqualTo(200);
    }

    /// Tasks that copy settings, also one that runs now.
    private long following() {
        return server.homeserver()
                .database()
                .read(
                        tx ->
                                tx.one(
                                                "SELECT COUNT(*) FROM task WHERE kind = ?",
                                                row -> row.number(1),
                                                UpgradeTasks.FOLLOW)
                                        .orElseThrow());
    }

    @Test
    void upgrade_withoutThePower_isRefused() {
        String old = alice.createRoomWith(bob);

        assertThat(tryUpgrade(bob, old, "12").error()).isEqualTo("403 M_FORBIDDEN");
        assertThat(tryUpgrade(server.register("eve"), old, "12").error())
                .isEqualTo("403 M_FORBIDDEN");
        assertThat(tryUpgrade(alice, "!none:localhost", "12").error()).isEqualTo("403 M_FORBIDDEN");
        assertThat(alice.get("/rooms/{}/state/m.room.tombstone/", old).error())
                .isEqualTo("404 M_NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(strings = {"13", "", "org.example"})
    void upgrade_toAnUnknownVersion_isRefused(String version) {
        String old = alice.createRoom();

        assertThat(tryUpgrade(alice, old, version).error())
                .isEqualTo("400 M_UNSUPPORTED_ROOM_VERSION");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'@x'", "['bob']", "[1]"})
    void upgrade_withCreatorsThatAreNone_isRefused(String creators) {
        String old = alice.createRoom();
        JsonObject body = json("{'new_version':'12','additional_creators':" + creators + "}");

        assertThat(alice.post("/rooms/{}/upgrade", body, old).error())
                .isEqualTo("400 M_INVALID_PARAM");
        JsonObject ignored = json("{'new_version':'11','additional_creators':" + creators + "}");
        assertThat(alice.post("/rooms/{}/upgrade", ignored, old).status()).isEqualTo(200);
    }

    @Test
    void upgrade_askedForSeveralTimesAtOnce_makesOneRoom() throws InterruptedException {
        String old = alice.createRoom();
        Set<String> made = ConcurrentHashMap.newKeySet();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            threads.add(Thread.startVirtualThread(() -> made.add(upgrade(alice, old, "11"))));
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(made).hasSize(1);
        assertThat(alice.state(old, "m.room.tombstone", "").string("replacement_room"))
                .contains(made.iterator().next());
    }

    @Test
    void upgrade_repeated_answersTheSameRoom() {
        String old = alice.createRoom();
        JsonObject wish = json("{'new_version':'12','additional_creators':['@b:a.test']}");
        String room = alice.post("/rooms/{}/upgrade", wish, old).string("replacement_room");

        String again = alice.post("/rooms/{}/upgrade", wish, old).string("replacement_room");

        assertThat(again).isEqualTo(room);
    }

    @Test
    void upgrade_otherwiseAMomentAfterAnother_isRefused() {
        String old = alice.createRoom(JsonObject.of("room_version", "11"));
        alice.invite(old, bob);
        bob.join(old);
        JsonObject levels = alice.state(old, "m.room.power_levels", "");
        alice.setState(
                old,
                "m.room.power_levels",
                "",
                levels.with("users", JsonObject.of(alice.id(), 100, bob.id(), 100)));
        String room = upgrade(alice, old, "11");

        assertThat(tryUpgrade(alice, old, "10").error()).isEqualTo("400 M_UNKNOWN");
        assertThat(tryUpgrade(bob, old, "11").error()).isEqualTo("400 M_UNKNOWN");
        assertThat(alice.state(old, "m.room.tombstone", "").string("replacement_room"))
                .contains(room);
    }

    @Test
    void upgrade_longAfterAnother_makesAnotherRoom() {
        String old = alice.createRoom();
        String room = upgrade(alice, old, "11");
        server.time().advance(Duration.ofMinutes(6));

        String other = upgrade(alice, old, "11");

        assertThat(other).isNotEqualTo(room);
        assertThat(alice.state(old, "m.room.tombstone", "").string("replacement_room"))
                .contains(other);
    }

    private static String upgrade(TestClient client, String room, String version) {
        return tryUpgrade(client, room, version).string("replacement_room");
    }

    private static Answer tryUpgrade(TestClient client, String room, String version) {
        return client.post("/rooms/{}/upgrade", JsonObject.of("new_version", version), room);
    }
}
