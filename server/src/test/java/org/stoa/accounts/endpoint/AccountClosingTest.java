package org.stoa.accounts.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.TestClient.json;

import java.util.ArrayList;
import java.util.List;
import org.stoa.accounts.AccountsHooks;
import org.stoa.accounts.AccountsServer;
import org.stoa.accounts.NamespaceGuard;
import org.stoa.accounts.ProfileChanged;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.Answer;
import org.stoa.testing.Proves;
import org.stoa.testing.TestClient;

final class AccountClosingTest {

    @EachEngine
    @Proves("changePassword")
    void password_whenChanged_endsTheOtherSessions(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient alice = server.client().register("alice");
            TestClient other = alice.loginAgain();
            JsonObject body = json("{'new_password':'looking-glass'}");

            JsonObject challenge = alice.post("/account/password", body).with(401);
            alice.post("/account/password", body.with("auth", auth(alice, challenge))).ok();

            assertThat(alice.get("/account/whoami").status()).isEqualTo(200);
            assertThat(other.get("/account/whoami").error()).isEqualTo("401 M_UNKNOWN_TOKEN");
            assertThat(login(server, TestClient.PASSWORD).error()).isEqualTo("403 M_FORBIDDEN");
            assertThat(login(server, "looking-glass").status()).isEqualTo(200);
        }
    }

    @EachEngine
    void password_whenChangedWithoutLogout_keepsTheOtherSessions(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient alice = server.client().register("alice");
            TestClient other = alice.loginAgain();
            JsonObject body = json("{'new_password':'looking-glass','logout_devices':false}");
            JsonObject challenge = alice.post("/account/password", body).with(401);

            alice.post("/account/password", JsonObject.of("auth", auth(alice, challenge))).ok();

            assertThat(other.get("/account/whoami").status()).isEqualTo(200);
            assertThat(login(server, "looking-glass").status()).isEqualTo(200);
        }
    }

    @EachEngine
    void password_whenMissingOrEmpty_isRefusedBeforeAuthentication(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient alice = server.client().register("alice");

            assertThat(alice.post("/account/password", JsonObject.EMPTY).error())
                    .isEqualTo("400 M_MISSING_PARAM");
            assertThat(alice.post("/account/password", json("{'new_password':''}")).error())
                    .isEqualTo("400 M_WEAK_PASSWORD");
        }
    }

    @EachEngine
    void password_ofAccountWithoutOne_isSetBehindADummyStage(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            JsonObject registered =
                    server.client()
                            .post(
                                    "/register",
                                    json("{'username':'alice','auth':{'type':'m.login.dummy'}}"))
                            .ok();
            TestClient alice = server.client().as(registered);

            alice.post(
                            "/account/password",
                            json("{'new_password':'first','auth':{'type':'m.login.dummy'}}"))
                    .ok();

            assertThat(login(server, "first").status()).isEqualTo(200);
        }
    }

    @EachEngine
    @Proves("deactivateAccount")
    void account_whenClosed_isGoneForGood(TestDatabase database) {
        List<String> heard = new ArrayList<>();
        try (var server = AccountsServer.start(database, AccountsServer.config(), hooks(heard))) {
            TestClient alice = server.client().register("alice");
            alice.put("/profile/{}/displayname", json("{'displayname':'Alice'}"), alice.id()).ok();
            JsonObject challenge = alice.post("/account/deactivate", JsonObject.EMPTY).with(401);

            JsonObject answer =
                    alice.post("/account/deactivate", JsonObject.of("auth", auth(alice, challenge)))
                            .ok();

            assertThat(answer).isEqualTo(json("{'id_server_unbind_result':'success'}"));
            assertThat(alice.get("/account/whoami").error()).isEqualTo("401 M_UNKNOWN_TOKEN");
            assertThat(login(server, TestClient.PASSWORD).error())
                    .isEqualTo("403 M_USER_DEACTIVATED");
            assertThat(server.client().get("/profile/{}", alice.id()).error())
                    .isEqualTo("404 M_NOT_FOUND");
            assertThat(server.client().get("/register/available?username=alice").error())
                    .isEqualTo("400 M_USER_IN_USE");
            assertThat(heard)
                    .containsExactly("device " + alice.deviceId(), "user @alice:localhost false");
        }
    }

    @EachEngine
    void account_whenErased_leavesNothingOfTheUserBehind(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient alice = server.client().register("alice");
            alice.put("/profile/{}/displayname", json("{'displayname':'Alice'}"), alice.id()).ok();
            alice.put("/user/{}/account_data/a", json("{'n':1}"), alice.id()).ok();
            setStatusMessage(server, "alice");
            JsonObject body = json("{'erase':true}");
            JsonObject challenge = alice.post("/account/deactivate", body).with(401);

            alice.post("/account/deactivate", body.with("auth", auth(alice, challenge))).ok();

            for (String table :
                    List.of(
                            "profile",
                            "account_data",
                            "device",
                            "access_token",
                            "refresh_token",
                            "filter",
                            "status_message")) {
                assertThat(rows(server, table)).as(table).isZero();
            }
        }
    }

    /// Presence is above the accounts, but what it keeps of a user goes with the account.
    private static void setStatusMessage(AccountsServer server, String localpart) {
        server.database()
                .execute(
                        tx ->
                                tx.update(
                                        """
                                        INSERT INTO status_message (user_nid, message)
                                        SELECT user_nid, 'here' FROM account WHERE localpart = ?
                                        """,
                                        localpart));
    }

    private static AccountsHooks hooks(List<String> heard) {
        return new AccountsHooks(
                NamespaceGuard.NOTHING_RESERVED,
                ProfileChanged.NOBODY,
                (tx, user, deviceId) -> tx.onCommitted(() -> heard.add("device " + deviceId)),
                (tx, user, userId, erase) ->
                        tx.onCommitted(() -> heard.add("user " + userId + " " + erase)));
    }

    private static long rows(AccountsServer server, String table) {
        return server.database()
                .read(
                        tx ->
                                tx.one("SELECT COUNT(*) FROM " + table, row -> row.number(1))
                                        .orElseThrow());
    }

    private static Answer login(AccountsServer server, String password) {
        return server.client()
                .post(
                        "/login",
                        JsonObject.of(
                                "type", "m.login.password", "user", "alice", "password", password));
    }

    private static JsonObject auth(TestClient client, JsonObject challenge) {
        return JsonObject.of(
                "type",
                "m.login.password",
                "identifier",
                JsonObject.of("type", "m.id.user", "user", client.id()),
                "password",
                TestClient.PASSWORD,
                "session",
                challenge.string("session").orElseThrow());
    }
}
