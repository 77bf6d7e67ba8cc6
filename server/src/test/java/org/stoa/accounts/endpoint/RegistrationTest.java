package org.stoa.accounts.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.TestClient.json;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stoa.accounts.AccountsConfig;
import org.stoa.accounts.AccountsHooks;
import org.stoa.accounts.AccountsServer;
import org.stoa.accounts.DeviceRemoved;
import org.stoa.accounts.NamespaceGuard;
import org.stoa.accounts.ProfileChanged;
import org.stoa.accounts.RegistrationConfig;
import org.stoa.accounts.RegistrationMode;
import org.stoa.accounts.UserDeactivated;
import org.stoa.protocol.id.RoomAlias;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.Answer;
import org.stoa.testing.Proves;
import org.stoa.testing.TestClient;

final class RegistrationTest {

    private static final JsonObject ALICE =
            json("{'username':'alice','password':'wonderland','auth':{'type':'m.login.dummy'}}");

    @EachEngine
    void register_withAHugeBody_isRefusedBeforeItIsKeptForASession(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            JsonObject body = JsonObject.of("username", "alice", "ballast", "a".repeat(65_536));

            assertThat(server.client().post("/register", body).error())
                    .isEqualTo("413 M_TOO_LARGE");
        }
    }

    @EachEngine
    @Proves({"register", "login"})
    void register_withDummyWithoutSession_makesAnAccountThatLogsIn(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient nobody = server.client();

            JsonObject registered = nobody.post("/register", ALICE).ok();

            assertThat(registered.string("user_id")).contains("@alice:localhost");
            assertThat(registered.string("home_server")).contains("localhost");
            TestClient alice = nobody.as(registered);
            assertThat(alice.get("/account/whoami").ok())
                    .isEqualTo(
                            JsonObject.of(
                                    "user_id",
                                    "@alice:localhost",
                                    "device_id",
                                    alice.deviceId(),
                                    "is_guest",
                                    false));
            assertThat(alice.loginAgain().get("/devices").objects("devices")).hasSize(2);
        }
    }

    @EachEngine
    void register_withoutAuth_asksForItAndGoesOnInTheSession(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient nobody = server.client();
            JsonObject body = json("{'username':'Alice','password':'1L0v3M4tr!x'}");

            JsonObject challenge = nobody.post("/register", body).with(401);
            JsonObject auth =
                    JsonObject.of(
                            "type",
                            "m.login.dummy",
                            "session",
                            challenge.string("session").orElseThrow());
            JsonObject registered = nobody.post("/register", body.with("auth", auth)).ok();

            assertThat(challenge.without("session"))
                    .isEqualTo(json("{'flows':[{'stages':['m.login.dummy']}],'params':{}}"));
            assertThat(registered.string("user_id")).contains("@alice:localhost");
        }
    }

    @EachEngine
    void register_whenFollowUpOmitsTheBody_usesTheStoredOne(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient nobody = server.client();
            JsonObject challenge =
                    nobody.post("/register", json("{'username':'bob','password':'wonderland'}"))
                            .with(401);

            JsonObject registered = nobody.post("/register", answering(challenge)).ok();

            TestClient bob = nobody.as(registered);
            assertThat(bob.id()).isEqualTo("@bob:localhost");
            assertThat(bob.loginAgain().id()).isEqualTo("@bob:localhost");
        }
    }

    @EachEngine
    void register_whenRepeatedAfterSuccess_logsNobodyIn(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient nobody = server.client();
            JsonObject challenge =
                    nobody.post("/register", json("{'password':'wonderland'}")).with(401);

            JsonObject first = nobody.post("/register", answering(challenge)).ok();
            JsonObject second = nobody.post("/register", answering(challenge)).with(401);

            assertThat(second.string("errcode")).contains("M_UNKNOWN");
            assertThat(second.string("session")).isPresent();
            assertThat(second.string("session")).isNotEqualTo(challenge.string("session"));
            assertThat(second.has("access_token")).isFalse();
            assertThat(nobody.as(first).get("/account/whoami").status()).isEqualTo(200);
        }
    }

    @EachEngine
    void addressCheck_whateverFor_isRefusedWithTheErrorForIt(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient nobody = server.client();
            JsonObject email =
                    json("{'client_secret':'monkeys','email':'a@example.org','send_attempt':1}");

            for (String of : List.of("/register", "/account/password", "/account/3pid")) {
                assertThat(nobody.post(of + "/email/requestToken", email).error())
                        .isEqualTo("400 M_THREEPID_MEDIUM_NOT_SUPPORTED");
                assertThat(nobody.post(of + "/msisdn/requestToken", JsonObject.EMPTY).error())
                        .isEqualTo("400 M_THREEPID_MEDIUM_NOT_SUPPORTED");
            }
        }
    }

    @EachEngine
    void register_sessionOverRestart_isStillThere(TestDatabase database) {
        JsonObject challenge;
        try (var server = AccountsServer.start(database)) {
            challenge =
                    server.client()
                            .post("/register", json("{'username':'eve','password':'apple'}"))
                            .with(401);
        }

        try (var server = AccountsServer.start(database)) {
            JsonObject registered = server.client().post("/register", answering(challenge)).ok();

            assertThat(registered.string("user_id")).contains("@eve:localhost");
        }
    }

    @EachEngine
    void register_withUnknownSession_opensANewOne(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            JsonObject body = json("{'auth':{'type':'m.login.dummy','session':'nonsense'}}");

            JsonObject challenge = server.client().post("/register", body).with(401);

            assertThat(challenge.string("errcode")).contains("M_UNKNOWN");
            assertThat(challenge.string("session"))
                    .isPresent()
                    .isNotEqualTo(java.util.Optional.of("nonsense"));
        }
    }

    @EachEngine
    void register_byUserAsOldClientsDo_takesTheName(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            JsonObject body =
                    json(
                            "{'user':'example','password':'wordpass','auth':{'type':'m.login.dummy'}}");

            Answer answer = server.client().post("/_matrix/client/r0/register", body);

            assertThat(answer.ok().string("user_id")).contains("@example:localhost");
        }
    }

    @EachEngine
    void register_withoutNameAndPassword_makesAnAccountWithoutLogin(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient nobody = server.client();

            JsonObject registered =
                    nobody.post(
                                    "/_matrix/client/r0/register",
                                    json("{'auth':{'type':'m.login.dummy'}}"))
                            .ok();

            String userId = registered.string("user_id").orElseThrow();
            assertThat(userId).matches("@[a-z]{12}:localhost");
            assertThat(nobody.as(registered).get("/account/whoami").string("user_id"))
                    .isEqualTo(userId);
            JsonObject login =
                    JsonObject.of("type", "m.login.password", "user", userId, "password", "");
            assertThat(nobody.post("/login", login).error()).isEqualTo("403 M_FORBIDDEN");
        }
    }

    @EachEngine
    void register_withDeviceAndName_keepsThem(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            JsonObject body =
                    ALICE.toBuilder()
                            .put("device_id", "PHONE")
                            .put("initial_device_display_name", "Jungle Phone")
                            .build();

            TestClient alice = server.client().as(server.client().post("/register", body).ok());

            assertThat(alice.deviceId()).isEqualTo("PHONE");
            assertThat(alice.get("/devices/PHONE").ok().string("display_name"))
                    .contains("Jungle Phone");
        }
    }

    @EachEngine
    void register_withInhibitLogin_answersWithoutToken(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            JsonObject registered =
                    server.client()
                            .post("/register", ALICE.toBuilder().put("inhibit_login", true).build())
                            .ok();

            assertThat(registered)
                    .isEqualTo(
                            JsonObject.of(
                                    "user_id", "@alice:localhost", "home_server", "localhost"));
        }
    }

    @EachEngine
    void register_ofTakenName_isRefusedBeforeAuthentication(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            server.client().post("/register", ALICE).ok();

            Answer again =
                    server.client().post("/register", json("{'username':'ALICE','password':'x'}"));

            assertThat(again.error()).isEqualTo("400 M_USER_IN_USE");
        }
    }

    @EachEngine
    void register_ofTwoSessionsForOneName_givesItOnce(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient nobody = server.client();
            JsonObject body = json("{'username':'alice','password':'x'}");
            JsonObject first = nobody.post("/register", body).with(401);
            JsonObject second = nobody.post("/register", body).with(401);

            nobody.post("/register", answering(first)).ok();

            assertThat(nobody.post("/register", answering(second)).error())
                    .isEqualTo("400 M_USER_IN_USE");
        }
    }

    @EachEngine
    void register_ofInvalidName_isRefused(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            Answer answer =
                    server.client().post("/register", json("{'username':'a b','password':'x'}"));

            assertThat(answer.error()).isEqualTo("400 M_INVALID_USERNAME");
        }
    }

    @EachEngine
    void register_ofReservedName_isRefused(TestDatabase database) {
        var hooks =
                new AccountsHooks(
                        new IrcGuard(),
                        ProfileChanged.NOBODY,
                        DeviceRemoved.NOBODY,
                        UserDeactivated.NOBODY);
        try (var server = AccountsServer.start(database, AccountsServer.config(), hooks)) {
            JsonObject body =
                    json("{'username':'irc_bob','password':'x','auth':{'type':'m.login.dummy'}}");

            assertThat(server.client().post("/register", body).error())
                    .isEqualTo("400 M_EXCLUSIVE");
            assertThat(server.client().get("/register/available?username=irc_bob").error())
                    .isEqualTo("400 M_EXCLUSIVE");
        }
    }

    @EachEngine
    void register_whenRegistrationIsOff_isRefused(TestDatabase database) {
        AccountsConfig closed = AccountsServer.config().withRegistration(RegistrationConfig.OFF);
        try (var server = AccountsServer.start(database, closed)) {
            TestClient nobody = server.client();

            assertThat(nobody.post("/register", ALICE).error()).isEqualTo("403 M_FORBIDDEN");
            assertThat(nobody.post("/register?kind=guest", JsonObject.EMPTY).error())
                    .isEqualTo("403 M_FORBIDDEN");
            assertThat(nobody.get("/register/available?username=x").error())
                    .isEqualTo("403 M_FORBIDDEN");
            assertThat(
                            nobody.get(
                                            "/_matrix/client/v1/register/m.login.registration_token/validity?token=x")
                                    .error())
                    .isEqualTo("403 M_FORBIDDEN");
            assertThat(
                            nobody.post(
                                            "/_matrix/client/api/v1/register",
                                            json("{'type':'m.login.password'}"))
                                    .error())
                    .isEqualTo("403 M_FORBIDDEN");
        }
    }

    @EachEngine
    void register_withPasswordOfWrongType_isRefused(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            Answer answer =
                    server.client().post("/register", json("{'username':'a','password':1}"));

            assertThat(answer.error()).isEqualTo("400 M_BAD_JSON");
        }
    }

    @EachEngine
    @Proves("checkUsernameAvailability")
    void availability_ofFreeAndTakenNames_isTold(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient nobody = server.client();
            assertThat(nobody.get("/register/available?username=alice").ok())
                    .isEqualTo(JsonObject.of("available", true));

            nobody.post("/register", ALICE).ok();

            assertThat(nobody.get("/register/available?username=alice").error())
                    .isEqualTo("400 M_USER_IN_USE");
            assertThat(nobody.get("/register/available?username=a:b").error())
                    .isEqualTo("400 M_INVALID_USERNAME");
            assertThat(nobody.get("/register/available").error()).isEqualTo("400 M_MISSING_PARAM");
        }
    }

    @EachEngine
    void guest_registers_andIsKnownAsOne(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient nobody = server.client();

            TestClient guest =
                    nobody.as(nobody.post("/register?kind=guest", JsonObject.EMPTY).ok());

            assertThat(guest.get("/account/whoami").ok().bool("is_guest")).contains(true);
            assertThat(guest.put("/user/{}/account_data/a", JsonObject.EMPTY, guest.id()).error())
                    .isEqualTo("403 M_GUEST_ACCESS_FORBIDDEN");
        }
    }

    @EachEngine
    void guest_whoRegistersWithTheOwnName_becomesAUser(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient nobody = server.client();
            TestClient guest =
                    nobody.as(nobody.post("/register?kind=guest", JsonObject.EMPTY).ok());
            JsonObject body =
                    JsonObject.of(
                            "username", guest.userId().localpart(),
                            "password", TestClient.PASSWORD,
                            "guest_access_token", guest.token(),
                            "auth", JsonObject.of("type", "m.login.dummy"));

            TestClient user = nobody.as(nobody.post("/register", body).ok());

            assertThat(user.id()).isEqualTo(guest.id());
            assertThat(guest.get("/account/whoami").ok().bool("is_guest")).contains(false);
            assertThat(user.loginAgain().id()).isEqualTo(guest.id());
        }
    }

    @EachEngine
    void guest_whoBecomesAUserByAToken_usesItUp(TestDatabase database) {
        AccountsConfig config =
                AccountsServer.config()
                        .withRegistration(
                                new RegistrationConfig(
                                        RegistrationMode.TOKEN, true, List.of(), null));
        try (var server = AccountsServer.start(database, config)) {
            TestClient nobody = server.client();
            String token = server.module().registrationTokens().create(null, 1L, null);
            JsonObject first = nobody.post("/register", becomingAUser(guest(nobody))).with(401);
            TestClient other = guest(nobody);
            JsonObject second = nobody.post("/register", becomingAUser(other)).with(401);

            nobody.post("/register", answering(first, token)).ok();

            assertThat(nobody.post("/register", answering(second, token)).error())
                    .isEqualTo("401 M_FORBIDDEN");
            assertThat(other.get("/account/whoami").ok().bool("is_guest")).contains(true);
        }
    }

    @EachEngine
    void register_ofTwoNamesAtOnceInOneSession_makesOneAccount(TestDatabase database) {
        var guard = new BusyGuard();
        var hooks =
                new AccountsHooks(
                        guard, ProfileChanged.NOBODY, DeviceRemoved.NOBODY, UserDeactivated.NOBODY);
        try (var server = AccountsServer.start(database, AccountsServer.config(), hooks)) {
            TestClient nobody = server.client();
            JsonObject auth = answering(nobody.post("/register", JsonObject.EMPTY).with(401));
            guard.meanwhile =
                    () ->
                            nobody.post("/register", auth.with("username", new JsonString("bob")))
                                    .ok();

            Answer late = nobody.post("/register", auth.with("username", new JsonString("alice")));

            assertThat(late.error()).isEqualTo("403 M_FORBIDDEN");
            assertThat(nobody.get("/register/available?username=alice").status()).isEqualTo(200);
            assertThat(nobody.get("/register/available?username=bob").error())
                    .isEqualTo("400 M_USER_IN_USE");
        }
    }

    @EachEngine
    void guest_whoRegistersWithAnotherName_isRefused(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient nobody = server.client();
            TestClient guest =
                    nobody.as(nobody.post("/register?kind=guest", JsonObject.EMPTY).ok());
            JsonObject body =
                    JsonObject.of("username", "another", "guest_access_token", guest.token());

            assertThat(nobody.post("/register", body).error()).isEqualTo("400 M_INVALID_USERNAME");
            assertThat(
                            nobody.post(
                                            "/register",
                                            body.with("guest_access_token", JsonArray.EMPTY))
                                    .error())
                    .isEqualTo("400 M_BAD_JSON");
        }
    }

    @EachEngine
    void register_withConfiguredToken_makesAnAccount(TestDatabase database) {
        try (var server = AccountsServer.start(database, tokensOnly("invited"))) {
            TestClient nobody = server.client();

            JsonObject challenge = nobody.post("/register", json("{'username':'alice'}")).with(401);
            Answer wrong = nobody.post("/register", answering(challenge, "uninvited"));
            Answer right = nobody.post("/register", answering(challenge, "invited"));

            assertThat(challenge.array("flows"))
                    .contains(
                            json("{'a':[{'stages':['m.login.registration_token']}]}")
                                    .array("a")
                                    .orElseThrow());
            assertThat(wrong.error()).isEqualTo("401 M_FORBIDDEN");
            assertThat(wrong.with(401).string("session")).isEqualTo(challenge.string("session"));
            assertThat(right.ok().string("user_id")).contains("@alice:localhost");
        }
    }

    @EachEngine
    void register_withDummyWhenATokenIsNeeded_isRefused(TestDatabase database) {
        try (var server = AccountsServer.start(database, tokensOnly("invited"))) {
            assertThat(server.client().post("/register", ALICE).error())
                    .isEqualTo("401 M_FORBIDDEN");
        }
    }

    @EachEngine
    @Proves("registrationTokenValidity")
    void token_withOneUse_isGoodOnce(TestDatabase database) {
        try (var server = AccountsServer.start(database, tokensOnly())) {
            TestClient nobody = server.client();
            String token = server.module().registrationTokens().create(null, 1L, null);
            String validity =
                    "/_matrix/client/v1/register/m.login.registration_token/validity?token="
                            + token;
            JsonObject first = nobody.post("/register", json("{'username':'alice'}")).with(401);
            JsonObject second = nobody.post("/register", json("{'username':'bob'}")).with(401);
            assertThat(nobody.get(validity).ok()).isEqualTo(JsonObject.of("valid", true));

            nobody.post("/register", answering(first, token)).ok();

            assertThat(nobody.get(validity).ok()).isEqualTo(JsonObject.of("valid", false));
            assertThat(nobody.post("/register", answering(second, token)).error())
                    .isEqualTo("401 M_FORBIDDEN");
        }
    }

    @EachEngine
    void token_afterItsTime_isNotValid(TestDatabase database) {
        try (var server = AccountsServer.start(database, tokensOnly())) {
            server.module()
                    .registrationTokens()
                    .create("summer", null, java.time.Duration.ofSeconds(1));
            String validity =
                    "/_matrix/client/v1/register/m.login.registration_token/validity?token=summer";
            assertThat(server.client().get(validity).ok()).isEqualTo(JsonObject.of("valid", true));

            server.time().advance(java.time.Duration.ofSeconds(1));

            assertThat(server.client().get(validity).ok()).isEqualTo(JsonObject.of("valid", false));
        }
    }

    @EachEngine
    void fallbackPage_completesAStage(TestDatabase database) {
        try (var server = AccountsServer.start(database, tokensOnly("invited"))) {
            TestClient nobody = server.client();
            JsonObject challenge = nobody.post("/register", json("{'username':'alice'}")).with(401);
            String session = challenge.string("session").orElseThrow();
            String page = "/auth/m.login.registration_token/fallback/web?session={}";

            Answer wrong = nobody.post(page, json("{'token':'uninvited'}"), session);
            Answer right = nobody.post(page, json("{'token':'invited'}"), session);
            JsonObject done =
                    nobody.post(
                                    "/register",
                                    JsonObject.of("auth", JsonObject.of("session", session)))
                            .ok();

            assertThat(wrong.error()).isEqualTo("403 M_FORBIDDEN");
            assertThat(right.status()).isEqualTo(200);
            assertThat(done.string("user_id")).contains("@alice:localhost");
        }
    }

    @EachEngine
    void fallbackPage_ofUnknownSession_isNotFound(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            Answer answer =
                    server.client()
                            .post("/auth/m.login.dummy/fallback/web?session=x", JsonObject.EMPTY);

            assertThat(answer.error()).isEqualTo("404 M_NOT_FOUND");
        }
    }

    @EachEngine
    void register_inApiV1_makesAnAccountThatLogsIn(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient nobody = server.client();
            JsonObject body = json("{'type':'m.login.password','user':'old','password':'timer'}");

            JsonObject flows = nobody.get("/_matrix/client/api/v1/register").ok();
            JsonObject registered = nobody.post("/_matrix/client/api/v1/register", body).ok();
            JsonObject login = nobody.post("/_matrix/client/api/v1/login", body).ok();

            assertThat(flows).isEqualTo(json("{'flows':[{'type':'m.login.password'}]}"));
            assertThat(registered.string("user_id")).contains("@old:localhost");
            assertThat(login.string("home_server")).contains("localhost");
        }
    }

    private static AccountsConfig tokensOnly(String... tokens) {
        return AccountsServer.config()
                .withRegistration(
                        new RegistrationConfig(
                                RegistrationMode.TOKEN, false, List.of(tokens), null));
    }

    private static JsonObject answering(JsonObject challenge) {
        return JsonObject.of(
                "auth",
                JsonObject.of(
                        "type",
                        "m.login.dummy",
                        "session",
                        challenge.string("session").orElseThrow()));
    }

    private static JsonObject answering(JsonObject challenge, String token) {
        return JsonObject.of(
                "auth",
                JsonObject.of(
                        "type",
                        "m.login.registration_token",
                        "token",
                        token,
                        "session",
                        challenge.string("session").orElseThrow()));
    }

    private static TestClient guest(TestClient nobody) {
        return nobody.as(nobody.post("/register?kind=guest", JsonObject.EMPTY).ok());
    }

    private static JsonObject becomingAUser(TestClient guest) {
        return JsonObject.of(
                "username", guest.userId().localpart(), "guest_access_token", guest.token());
    }

    /// Has something else happen while a name is looked at, once.
    private static final class BusyGuard implements NamespaceGuard {
        private @Nullable Runnable meanwhile;

        @Override
        public Set<String> ownersOf(UserId userId) {
            Runnable now = meanwhile;
            meanwhile = null;
            if (now != null) {
                now.run();
            }
            return Set.of();
        }

        @Override
        public Set<String> ownersOf(RoomAlias alias) {
            return Set.of();
        }
    }

    /// Reserves names that begin with `irc_`.
    private static final class IrcGuard implements NamespaceGuard {
        @Override
        public Set<String> ownersOf(UserId userId) {
            return userId.localpart().startsWith("irc_") ? Set.of("irc") : Set.of();
        }

        @Override
        public Set<String> ownersOf(RoomAlias alias) {
            return Set.of();
        }
    }
}
