package org.stoa.accounts.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.TestClient.json;

import java.time.Duration;
import org.stoa.accounts.AccountsConfig;
import org.stoa.accounts.AccountsServer;
import org.stoa.accounts.DiscoveryConfig;
import org.stoa.accounts.LoginLimit;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.accounts.AccountRepository;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.Answer;
import org.stoa.testing.Proves;
import org.stoa.testing.TestClient;

final class LoginTest {

    private static final String BCRYPT_OF_U_STAR_U =
            "$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";

    @EachEngine
    @Proves("getLoginFlows")
    void flows_nameThePasswordAndTheToken(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            assertThat(server.client().get("/login").ok())
                    .isEqualTo(
                            json(
                                    "{'flows':[{'type':'m.login.password'},"
                                            + "{'type':'m.login.token','get_login_token':true}]}"));
        }
    }

    @EachEngine
    @Proves({"login", "getTokenOwner"})
    void login_byLocalpartUserIdOrCapitals_findsTheAccount(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            server.client().register("alice");

            for (String user :
                    new String[] {"alice", "@alice:localhost", "Alice", "@ALICE:localhost"}) {
                TestClient alice =
                        server.client().as(server.client().post("/login", byIdentifier(user)).ok());

                assertThat(alice.get("/account/whoami").string("user_id"))
                        .isEqualTo("@alice:localhost");
            }
        }
    }

    @EachEngine
    void login_asTheHowtoShowsIt_answersTokenAndHomeServer(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            server.client().register("example");
            JsonObject body =
                    json("{'type':'m.login.password','user':'example','password':'wonderland'}");

            JsonObject login = server.client().post("/_matrix/client/r0/login", body).ok();

            assertThat(login.names())
                    .containsExactlyInAnyOrder(
                            "user_id", "access_token", "home_server", "device_id");
            assertThat(login.string("home_server")).contains("localhost");
        }
    }

    @EachEngine
    void login_withWrongPasswordOrNameOrServer_isRefusedAlike(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient nobody = server.client();
            nobody.register("alice");
            JsonObject wrong =
                    byIdentifier("alice").toBuilder()
                            .remove("password")
                            .put("password", "x")
                            .build();

            Answer wrongPassword = nobody.post("/login", wrong);
            Answer unknownName = nobody.post("/login", byIdentifier("nobody"));
            Answer otherServer = nobody.post("/login", byIdentifier("@alice:example.org"));

            assertThat(wrongPassword.error()).isEqualTo("403 M_FORBIDDEN");
            assertThat(unknownName.text()).isEqualTo(wrongPassword.text());
            assertThat(otherServer.text()).isEqualTo(wrongPassword.text());
        }
    }

    @EachEngine
    void login_ofOtherKinds_isRefusedClearly(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient nobody = server.client();

            assertThat(nobody.post("/login", json("{'type':'m.login.sso'}")).error())
                    .isEqualTo("400 M_UNKNOWN");
            assertThat(nobody.post("/login", json("{'type':'m.login.token','token':'t'}")).error())
                    .isEqualTo("403 M_FORBIDDEN");
            assertThat(nobody.post("/login", json("{'type':'m.login.token'}")).error())
                    .isEqualTo("400 M_MISSING_PARAM");
            assertThat(nobody.post("/login", JsonObject.EMPTY).error())
                    .isEqualTo("400 M_MISSING_PARAM");
            assertThat(
                            nobody.post(
                                            "/login",
                                            json("{'type':'m.login.password','password':'x'}"))
                                    .error())
                    .isEqualTo("400 M_MISSING_PARAM");
            assertThat(
                            nobody.post(
                                            "/login",
                                            withIdentifier(
                                                    "{'type':'m.id.thirdparty','medium':'email'}"))
                                    .error())
                    .isEqualTo("403 M_FORBIDDEN");
            assertThat(nobody.post("/login", withIdentifier("{'type':'m.id.phone'}")).error())
                    .isEqualTo("403 M_FORBIDDEN");
            assertThat(nobody.post("/login", withIdentifier("{'type':'m.id.star'}")).error())
                    .isEqualTo("400 M_INVALID_PARAM");
            assertThat(nobody.post("/login", withIdentifier("{'type':'m.id.user'}")).error())
                    .isEqualTo("400 M_MISSING_PARAM");
        }
    }

    @EachEngine
    void login_withAnExistingDevice_endsItsOldSession(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient first = server.client().register("alice");
            first.put("/devices/{}", json("{'display_name':'Phone'}"), first.deviceId()).ok();
            JsonObject body =
                    byIdentifier("alice").toBuilder()
                            .put("device_id", first.deviceId())
                            .put("initial_device_display_name", "Other")
                            .build();

            TestClient second = server.client().as(server.client().post("/login", body).ok());

            assertThat(second.deviceId()).isEqualTo(first.deviceId());
            assertThat(first.get("/account/whoami").error()).isEqualTo("401 M_UNKNOWN_TOKEN");
            assertThat(second.get("/devices/{}", second.deviceId()).ok().string("display_name"))
                    .contains("Phone");
        }
    }

    @EachEngine
    void login_withDiscoveryConfigured_tellsIt(TestDatabase database) {
        AccountsConfig config =
                AccountsServer.config()
                        .withDiscovery(
                                new DiscoveryConfig(
                                        "https://matrix.example.org",
                                        null,
                                        java.util.List.of(),
                                        null,
                                        null));
        try (var server = AccountsServer.start(database, config)) {
            server.client().register("alice");

            JsonObject login = server.client().post("/login", byIdentifier("alice")).ok();

            assertThat(login.object("well_known"))
                    .contains(json("{'m.homeserver':{'base_url':'https://matrix.example.org'}}"));
        }
    }

    @EachEngine
    void login_afterTooManyFailures_isRefusedAlsoWithThePassword(TestDatabase database) {
        AccountsConfig config =
                AccountsServer.config().withLoginLimit(new LoginLimit(2, Duration.ofSeconds(10)));
        try (var server = AccountsServer.start(database, config)) {
            TestClient nobody = server.client();
            nobody.register("alice");
            JsonObject wrong = json("{'type':'m.login.password','user':'alice','password':'x'}");
            nobody.post("/login", wrong);
            nobody.post("/login", wrong);

            Answer refused = nobody.post("/login", byIdentifier("alice"));
            server.time().advance(Duration.ofSeconds(11));
            Answer later = nobody.post("/login", byIdentifier("alice"));

            assertThat(refused.error()).isEqualTo("429 M_LIMIT_EXCEEDED");
            assertThat(refused.header("Retry-After")).isPresent();
            assertThat(later.status()).isEqualTo(200);
        }
    }

    @EachEngine
    void login_withImportedBcryptHash_isTakenAndHashedAnew(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient nobody = server.client();
            nobody.register("alice");
            var accounts = new AccountRepository();
            server.database()
                    .execute(
                            tx -> {
                                long user =
                                        accounts.findByLocalpart(tx, "alice").orElseThrow().user();
                                accounts.setPassword(tx, user, BCRYPT_OF_U_STAR_U);
                            });
            JsonObject login = json("{'type':'m.login.password','user':'alice','password':'U*U'}");

            assertThat(nobody.post("/login", login).status()).isEqualTo(200);
            String hash =
                    server.database()
                            .read(
                                    tx ->
                                            accounts.findByLocalpart(tx, "alice")
                                                    .orElseThrow()
                                                    .passwordHash());
            assertThat(hash).startsWith("$argon2id$");
            assertThat(nobody.post("/login", login).status()).isEqualTo(200);
        }
    }

    @EachEngine
    void login_ofLockedAccount_isRefusedUntilUnlocked(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient alice = server.client().register("alice");
            server.module().admin().setLocked("alice", true);

            Answer login = server.client().post("/login", byIdentifier("alice"));
            Answer request = alice.get("/account/whoami");
            server.module().admin().setLocked("alice", false);

            assertThat(login.error()).isEqualTo("401 M_USER_LOCKED");
            assertThat(login.with(401).bool("soft_logout")).contains(true);
            assertThat(request.error()).isEqualTo("401 M_USER_LOCKED");
            assertThat(alice.get("/account/whoami").status()).isEqualTo(200);
        }
    }

    @EachEngine
    void token_inTheQuery_isTaken(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient alice = server.client().register("alice");

            Answer answer =
                    server.client()
                            .get(
                                    "/_matrix/client/r0/account/whoami?access_token={}",
                                    alice.token());

            assertThat(answer.string("user_id")).isEqualTo("@alice:localhost");
        }
    }

    @EachEngine
    void token_afterRestart_isStillGood(TestDatabase database) {
        TestClient alice;
        try (var server = AccountsServer.start(database)) {
            alice = server.client().register("alice");
        }

        try (var server = AccountsServer.start(database)) {
            JsonObject login =
                    JsonObject.of(
                            "user_id",
                            alice.id(),
                            "access_token",
                            alice.token(),
                            "device_id",
                            alice.deviceId());

            assertThat(server.client().as(login).get("/account/whoami").string("device_id"))
                    .isEqualTo(alice.deviceId());
        }
    }

    @EachEngine
    void token_isNotInTheDatabase(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient alice = server.client().register("alice");

            long stored =
                    server.database()
                            .read(
                                    tx ->
                                            tx.one(
                                                            "SELECT COUNT(*) FROM access_token WHERE hash = ?",
                                                            row -> row.number(1),
                                                            alice.token()
                                                                    .getBytes(
                                                                            java.nio.charset
                                                                                    .StandardCharsets
                                                                                    .UTF_8))
                                                    .orElseThrow());

            assertThat(stored).isZero();
        }
    }

    @EachEngine
    @Proves("logout")
    void logout_endsTheSessionAndItsDevice(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient alice = server.client().register("alice");
            TestClient other = alice.loginAgain();

            other.post("/logout", JsonObject.EMPTY).ok();

            assertThat(other.get("/account/whoami").error()).isEqualTo("401 M_UNKNOWN_TOKEN");
            assertThat(alice.get("/devices").objects("devices")).hasSize(1);
        }
    }

    @EachEngine
    @Proves("logout_all")
    void logoutAll_endsAllSessions(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient alice = server.client().register("alice");
            TestClient other = alice.loginAgain();

            alice.post("/logout/all", JsonObject.EMPTY).ok();

            assertThat(alice.get("/account/whoami").error()).isEqualTo("401 M_UNKNOWN_TOKEN");
            assertThat(other.get("/account/whoami").error()).isEqualTo("401 M_UNKNOWN_TOKEN");
            assertThat(other.loginAgain().get("/devices").objects("devices")).hasSize(1);
        }
    }

    private static JsonObject byIdentifier(String user) {
        return JsonObject.of(
                "type",
                "m.login.password",
                "identifier",
                JsonObject.of("type", "m.id.user", "user", user),
                "password",
                TestClient.PASSWORD);
    }

    private static JsonObject withIdentifier(String identifier) {
        return JsonObject.of(
                "type", "m.login.password", "identifier", json(identifier), "password", "x");
    }
}
