package org.stoa.accounts.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.TestClient.json;

import java.util.ArrayList;
import java.util.List;
import org.stoa.accounts.AccountsConfig;
import org.stoa.accounts.AccountsServer;
import org.stoa.accounts.data.AccountDataQuota;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.push.DefaultRules;
import org.stoa.storage.Change;
import org.stoa.storage.CommitListener;
import org.stoa.storage.Frontier;
import org.stoa.storage.Lane;
import org.stoa.storage.Position;
import org.stoa.storage.accounts.AccountDataEntry;
import org.stoa.storage.accounts.AccountDataRepository;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.Answer;
import org.stoa.testing.Proves;
import org.stoa.testing.TestClient;

final class UserDataTest {

    private static final String ROOM = "!room:localhost";
    private static final String OTHER_ROOM = "!other:localhost";

    @EachEngine
    @Proves({"setAccountData", "getAccountData"})
    void accountData_whenSet_isThereForTheUserAlone(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient alice = server.client().register("alice");
            TestClient bob = server.client().register("bob");
            JsonObject content = json("{'a':{'b':1.50}}");

            alice.put("/user/{}/account_data/{}", content, alice.id(), "org.example.a").ok();

            assertThat(alice.get("/user/{}/account_data/{}", alice.id(), "org.example.a").ok())
                    .isEqualTo(content);
            assertThat(alice.get("/user/{}/account_data/{}", alice.id(), "org.example.b").error())
                    .isEqualTo("404 M_NOT_FOUND");
            assertThat(bob.get("/user/{}/account_data/{}", alice.id(), "org.example.a").error())
                    .isEqualTo("403 M_FORBIDDEN");
            assertThat(
                            bob.put(
                                            "/user/{}/account_data/{}",
                                            content,
                                            alice.id(),
                                            "org.example.a")
                                    .error())
                    .isEqualTo("403 M_FORBIDDEN");
        }
    }

    @EachEngine
    void ignoredUsers_whoAreTooMany_areRefused(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient alice = server.client().register("alice");
            String path = "/user/{}/account_data/m.ignored_user_list";

            alice.put(path, ignoring(5_000), alice.id()).ok();

            assertThat(alice.put(path, ignoring(5_001), alice.id()).error())
                    .isEqualTo("413 M_TOO_LARGE");
            assertThat(alice.get(path, alice.id()).ok()).isEqualTo(ignoring(5_000));
        }
    }

    private static JsonObject ignoring(int users) {
        JsonObject.Builder list = JsonObject.builder();
        for (int i = 0; i < users; i++) {
            list.put("@u" + i + ":far", JsonObject.EMPTY);
        }
        return JsonObject.of("ignored_users", list.build());
    }

    @EachEngine
    void accountData_beyondTheQuota_isRefusedAndChangesStillGo(TestDatabase database) {
        AccountsConfig config =
                AccountsServer.config().withAccountData(new AccountDataQuota(20, 1_000, 2));
        try (var server = AccountsServer.start(database, config)) {
            TestClient alice = server.client().register("alice");
            String path = "/user/{}/account_data/{}";
            alice.put(path, json("{'a':1}"), alice.id(), "org.example.a").ok();
            alice.put(path, json("{'b':1}"), alice.id(), "org.example.b").ok();

            Answer third = alice.put(path, json("{'c':1}"), alice.id(), "org.example.c");
            Answer large =
                    alice.put(path, json("{'a':'0123456789abc'}"), alice.id(), "org.example.a");

            assertThat(third.error()).isEqualTo("403 M_RESOURCE_LIMIT_EXCEEDED");
            assertThat(large.error()).isEqualTo("413 M_TOO_LARGE");
            alice.put(path, json("{'a':2}"), alice.id(), "org.example.a").ok();
            assertThat(alice.get(path, alice.id(), "org.example.a").ok())
                    .isEqualTo(json("{'a':2}"));
        }
    }

    @EachEngine
    void accountData_beyondTheTotal_isRefusedAndMayShrinkAndGrowAgain(TestDatabase database) {
        AccountsConfig config =
                AccountsServer.config().withAccountData(new AccountDataQuota(20, 24, 10));
        try (var server = AccountsServer.start(database, config)) {
            TestClient alice = server.client().register("alice");
            String path = "/user/{}/account_data/{}";
            alice.put(path, json("{'a':'éé'}"), alice.id(), "org.example.a").ok();
            alice.put(path, json("{'b':'éé'}"), alice.id(), "org.example.b").ok();

            Answer third = alice.put(path, json("{}"), alice.id(), "org.example.c");
            Answer larger = alice.put(path, json("{'b':'éé.'}"), alice.id(), "org.example.b");

            assertThat(third.error()).isEqualTo("403 M_RESOURCE_LIMIT_EXCEEDED");
            assertThat(larger.error()).isEqualTo("403 M_RESOURCE_LIMIT_EXCEEDED");
            alice.put(path, json("{'a':''}"), alice.id(), "org.example.a").ok();
            alice.put(path, json("{}"), alice.id(), "org.example.c").ok();
        }
    }

    @EachEngine
    void accountData_ofTypesThatTheServerManages_cannotBeSet(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient alice = server.client().register("alice");
            enterRoom(server, alice);

            for (String type : List.of("m.fully_read", "m.push_rules")) {
                assertThat(
                                alice.put(
                                                "/user/{}/account_data/{}",
                                                JsonObject.EMPTY,
                                                alice.id(),
                                                type)
                                        .error())
                        .isEqualTo("405 M_BAD_JSON");
                assertThat(
                                alice.put(
                                                "/user/{}/rooms/{}/account_data/{}",
                                                JsonObject.EMPTY,
                                                alice.id(),
                                                ROOM,
                                                type)
                                        .error())
                        .isEqualTo("405 M_BAD_JSON");
            }
        }
    }

    @EachEngine
    void pushRules_ofUserWhoNeverChangedThem_areTheDefaults(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient alice = server.client().register("alice");

            JsonObject rules = alice.get("/user/{}/account_data/m.push_rules", alice.id()).ok();

            assertThat(rules)
                    .isEqualTo(
                            JsonObject.of("global", DefaultRules.forUser(alice.userId()).toJson()));
        }
    }

    @EachEngine
    void accountData_whenSet_takesAPositionAndTellsTheUser(TestDatabase database) {
        var changes = new Heard();
        try (var server = AccountsServer.start(database, changes)) {
            TestClient alice = server.client().register("alice");
            long user = server.database().names().user(alice.userId());
            Position before = server.database().frontier().at(Lane.ONLY);

            alice.put("/user/{}/account_data/a", json("{'n':1}"), alice.id()).ok();
            alice.put("/user/{}/account_data/b", json("{'n':2}"), alice.id()).ok();
            alice.put("/user/{}/account_data/a", json("{'n':3}"), alice.id()).ok();

            Position after = server.database().frontier().at(Lane.ONLY);
            var repository = new AccountDataRepository();
            List<AccountDataEntry> changed =
                    server.database().read(tx -> repository.changed(tx, user, before, after));
            List<AccountDataEntry> later =
                    server.database().read(tx -> repository.changed(tx, user, after, after));
            List<AccountDataEntry> all = server.database().read(tx -> repository.all(tx, user));
            assertThat(changed)
                    .extracting(AccountDataEntry::content)
                    .containsExactly("{\"n\":2}", "{\"n\":3}");
            assertThat(changes.targets).containsExactly(user, user, user);
            assertThat(later).isEmpty();
            assertThat(all).hasSize(2);
        }
    }

    @EachEngine
    @Proves({"setAccountDataPerRoom", "getAccountDataPerRoom"})
    void roomAccountData_whenSet_isThereForTheRoomAlone(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient alice = server.client().register("alice");
            enterRoom(server, alice);

            alice.put("/user/{}/rooms/{}/account_data/a", json("{'n':1}"), alice.id(), ROOM).ok();

            assertThat(alice.get("/user/{}/rooms/{}/account_data/a", alice.id(), ROOM).ok())
                    .isEqualTo(json("{'n':1}"));
            assertThat(alice.get("/user/{}/account_data/a", alice.id()).error())
                    .isEqualTo("404 M_NOT_FOUND");
            assertThat(
                            alice.get("/user/{}/rooms/{}/account_data/a", alice.id(), OTHER_ROOM)
                                    .error())
                    .isEqualTo("404 M_NOT_FOUND");
        }
    }

    @EachEngine
    void roomAccountData_ofRoomsTheUserIsNotIn_cannotBeSet(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient alice = server.client().register("alice");

            assertThat(
                            alice.put(
                                            "/user/{}/rooms/{}/account_data/a",
                                            json("{'n':1}"),
                                            alice.id(),
                                            OTHER_ROOM)
                                    .error())
                    .isEqualTo("403 M_FORBIDDEN");
            assertThat(
                            alice.put(
                                            "/user/{}/rooms/{}/account_data/a",
                                            json("{}"),
                                            alice.id(),
                                            "room")
                                    .error())
                    .isEqualTo("400 M_INVALID_PARAM");
            assertThat(alice.get("/user/{}/rooms/{}/account_data/a", alice.id(), "room").error())
                    .isEqualTo("400 M_INVALID_PARAM");
        }
    }

    @EachEngine
    @Proves({"setRoomTag", "getRoomTags", "deleteRoomTag"})
    void tags_whenGivenAndTaken_areTheRoomsAccountData(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient alice = server.client().register("alice");
            enterRoom(server, alice);
            assertThat(alice.get("/user/{}/rooms/{}/tags", alice.id(), ROOM).ok())
                    .isEqualTo(json("{'tags':{}}"));

            alice.put(
                            "/user/{}/rooms/{}/tags/m.favourite",
                            json("{'order':0.25}"),
                            alice.id(),
                            ROOM)
                    .ok();
            alice.put("/user/{}/rooms/{}/tags/u.work", JsonObject.EMPTY, alice.id(), ROOM).ok();

            JsonObject both = json("{'tags':{'m.favourite':{'order':0.25},'u.work':{}}}");
            assertThat(alice.get("/user/{}/rooms/{}/tags", alice.id(), ROOM).ok()).isEqualTo(both);
            assertThat(alice.get("/user/{}/rooms/{}/account_data/m.tag", alice.id(), ROOM).ok())
                    .isEqualTo(both);

            alice.delete("/user/{}/rooms/{}/tags/m.favourite", alice.id(), ROOM).ok();
            alice.delete("/user/{}/rooms/{}/tags/none", alice.id(), ROOM).ok();

            assertThat(alice.get("/user/{}/rooms/{}/tags", alice.id(), ROOM).ok())
                    .isEqualTo(json("{'tags':{'u.work':{}}}"));
        }
    }

    @EachEngine
    void tag_withWrongOrderOrName_isRefused(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient alice = server.client().register("alice");
            enterRoom(server, alice);

            for (String order : List.of("'high'", "1.5", "-0.1")) {
                assertThat(
                                alice.put(
                                                "/user/{}/rooms/{}/tags/a",
                                                json("{'order':" + order + "}"),
                                                alice.id(),
                                                ROOM)
                                        .error())
                        .isEqualTo("400 M_INVALID_PARAM");
            }
            assertThat(
                            alice.put(
                                            "/user/{}/rooms/{}/tags/{}",
                                            JsonObject.EMPTY,
                                            alice.id(),
                                            ROOM,
                                            "x".repeat(256))
                                    .error())
                    .isEqualTo("400 M_INVALID_PARAM");
        }
    }

    @EachEngine
    @Proves({"defineFilter", "getFilter"})
    void filter_whenStored_isReturnedAndStoredOnce(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient alice = server.client().register("alice");
            JsonObject filter = json("{'room':{'timeline':{'limit':10}}}");

            String id = alice.post("/user/{}/filter", filter, alice.id()).string("filter_id");
            String again = alice.post("/user/{}/filter", filter, alice.id()).string("filter_id");
            String other =
                    alice.post("/user/{}/filter", JsonObject.EMPTY, alice.id()).string("filter_id");

            assertThat(alice.get("/user/{}/filter/{}", alice.id(), id).ok()).isEqualTo(filter);
            assertThat(again).isEqualTo(id);
            assertThat(other).isNotEqualTo(id);
            assertThat(alice.get("/user/{}/filter/{}", alice.id(), other).ok())
                    .isEqualTo(JsonObject.EMPTY);
        }
    }

    @EachEngine
    void filter_thatIsUnknownOrWrong_isRefused(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient alice = server.client().register("alice");
            TestClient bob = server.client().register("bob");

            assertThat(alice.get("/user/{}/filter/99", alice.id()).error())
                    .isEqualTo("404 M_NOT_FOUND");
            assertThat(alice.get("/user/{}/filter/abc", alice.id()).error())
                    .isEqualTo("404 M_NOT_FOUND");
            assertThat(alice.post("/user/{}/filter", json("{'room':1}"), alice.id()).error())
                    .isEqualTo("400 M_BAD_JSON");
            assertThat(bob.post("/user/{}/filter", JsonObject.EMPTY, alice.id()).error())
                    .isEqualTo("403 M_FORBIDDEN");
        }
    }

    @EachEngine
    void everything_overRestart_isStillThere(TestDatabase database) {
        JsonObject login;
        String filter;
        try (var server = AccountsServer.start(database)) {
            TestClient alice = server.client().register("alice");
            enterRoom(server, alice);
            alice.put("/user/{}/account_data/a", json("{'n':1}"), alice.id()).ok();
            alice.put("/user/{}/rooms/{}/tags/u.a", JsonObject.EMPTY, alice.id(), ROOM).ok();
            filter =
                    alice.post("/user/{}/filter", json("{'event_format':'client'}"), alice.id())
                            .string("filter_id");
            login =
                    JsonObject.of(
                            "user_id",
                            alice.id(),
                            "access_token",
                            alice.token(),
                            "device_id",
                            alice.deviceId());
        }

        try (var server = AccountsServer.start(database)) {
            TestClient alice = server.client().as(login);

            assertThat(alice.get("/user/{}/account_data/a", alice.id()).ok())
                    .isEqualTo(json("{'n':1}"));
            assertThat(alice.get("/user/{}/rooms/{}/tags", alice.id(), ROOM).ok())
                    .isEqualTo(json("{'tags':{'u.a':{}}}"));
            assertThat(alice.get("/user/{}/filter/{}", alice.id(), filter).ok())
                    .isEqualTo(json("{'event_format':'client'}"));
        }
    }

    /// What the rooms would write when the user joins.
    private static void enterRoom(AccountsServer server, TestClient client) {
        long user = server.database().names().user(client.userId());
        server.database()
                .execute(
                        tx -> {
                            tx.update(
                                    """
                                    INSERT INTO room (room, room_id, version, creator, current_line,
                                                      current_version, last_ord, depth, next_auth_no)
                                    VALUES (1, ?, '12', ?, 1, 0, 0, 0, 0)
                                    """,
                                    ROOM,
                                    user);
                            tx.update(
                                    "INSERT INTO local_membership (user_nid, room, membership, pos) VALUES (?, 1, 2, ?)",
                                    user,
                                    tx.nextPosition().value());
                        });
    }

    /// Remembers which users were told of changes.
    private static final class Heard implements CommitListener {

        private final List<Long> targets = new ArrayList<>();

        @Override
        public void committed(Frontier frontier, List<Change> changes) {
            for (Change change : changes) {
                if (change.target() instanceof Change.User(long user)) {
                    targets.add(user);
                }
            }
        }
    }
}
