package org.stoa.accounts.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.TestClient.json;

import java.time.Duration;
import org.stoa.accounts.AccountsServer;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.Answer;
import org.stoa.testing.TestClient;

final class LoginTokenTest {

    private static final String PATH = "/_matrix/client/v1/login/get_token";

    @EachEngine
    void token_withThePassword_isGivenForTwoMinutes(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient alice = server.client().register("alice");
            JsonObject challenge = alice.post(PATH, JsonObject.EMPTY).with(401);

            JsonObject answer = alice.post(PATH, auth(challenge)).ok();

            assertThat(challenge.array("flows").orElseThrow().objects())
                    .containsExactly(json("{'stages':['m.login.password']}"));
            assertThat(answer.names()).containsExactlyInAnyOrder("login_token", "expires_in_ms");
            assertThat(answer.integer("expires_in_ms")).hasValue(120_000);
        }
    }

    @EachEngine
    void token_whenUsed_isGone(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            String token = token(server.client().register("alice"));

            TestClient other = server.client().as(login(server, token).ok());
            Answer again = login(server, token);

            assertThat(other.get("/account/whoami").string("user_id"))
                    .isEqualTo("@alice:localhost");
            assertThat(again.error()).isEqualTo("403 M_FORBIDDEN");
        }
    }

    @EachEngine
    void token_afterTwoMinutes_isRefusedAndCleanedUp(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            String early = token(server.client().register("alice"));
            server.time().advance(Duration.ofSeconds(119));
            String late = token(server.client().as(passwordLogin(server)));
            server.time().advance(Duration.ofSeconds(2));

            assertThat(login(server, early).error()).isEqualTo("403 M_FORBIDDEN");
            assertThat(login(server, late).status()).isEqualTo(200);
            assertThat(server.module().cleanup().run()).isEqualTo(1);
        }
    }

    @EachEngine
    void session_thatGaveItsToken_givesNoOther(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient alice = server.client().register("alice");
            JsonObject auth = auth(alice.post(PATH, JsonObject.EMPTY).with(401));
            alice.post(PATH, auth).ok();

            assertThat(alice.post(PATH, auth).error()).isEqualTo("401 M_UNKNOWN");
        }
    }

    @EachEngine
    void account_withoutPassword_hasNoTokens(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient alice = server.client().register("alice");
            TestClient bare =
                    server.client()
                            .as(
                                    server.client()
                                            .post(
                                                    "/register",
                                                    json("{'auth':{'type':'m.login.dummy'}}"))
                                            .ok());

            assertThat(bare.post(PATH, JsonObject.EMPTY).error()).isEqualTo("400 M_UNKNOWN");
            assertThat(capability(bare)).isEqualTo(json("{'enabled':false}"));
            assertThat(capability(alice)).isEqualTo(json("{'enabled':true}"));
        }
    }

    @EachEngine
    void token_fromBeforeAllSessionsEnded_opensNone(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient alice = server.client().register("alice");
            String beforeLogout = token(alice);
            alice.post("/logout/all", JsonObject.EMPTY).ok();
            String beforeChange = token(server.client().as(passwordLogin(server)));
            String ofBob = bobsToken(server);

            server.module().admin().setPassword("alice", "looking-glass");

            assertThat(login(server, beforeLogout).error()).isEqualTo("403 M_FORBIDDEN");
            assertThat(login(server, beforeChange).error()).isEqualTo("403 M_FORBIDDEN");
            assertThat(login(server, ofBob).status()).isEqualTo(200);
        }
    }

    private static String bobsToken(AccountsServer server) {
        TestClient bob = server.client().register("bob");
        JsonObject auth =
                auth(bob.post(PATH, JsonObject.EMPTY).with(401)).object("auth").orElseThrow();
        JsonObject identifier = json("{'type':'m.id.user','user':'bob'}");
        return bob.post(PATH, JsonObject.of("auth", auth.with("identifier", identifier)))
                .string("login_token");
    }

    @EachEngine
    void token_ofLockedOrClosedAccount_isRefused(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient alice = server.client().register("alice");
            String locked = token(alice);
            String closed = token(alice);

            server.module().admin().setLocked("alice", true);
            Answer whileLocked = login(server, locked);
            server.module().admin().deactivate("alice", false);

            assertThat(whileLocked.error()).isEqualTo("401 M_USER_LOCKED");
            assertThat(login(server, closed).error()).isEqualTo("403 M_FORBIDDEN");
        }
    }

    private static String token(TestClient client) {
        return client.post(PATH, auth(client.post(PATH, JsonObject.EMPTY).with(401)))
                .string("login_token");
    }

    private static Answer login(AccountsServer server, String token) {
        return server.client()
                .post("/login", JsonObject.of("type", "m.login.token", "token", token));
    }

    private static JsonObject passwordLogin(AccountsServer server) {
        return server.client()
                .post(
                        "/login",
                        json("{'type':'m.login.password','user':'alice','password':'wonderland'}"))
                .ok();
    }

    private static JsonObject capability(TestClient client) {
        return client.get("/capabilities")
                .ok()
                .object("capabilities")
                .flatMap(all -> all.object("m.get_login_token"))
                .orElseThrow();
    }

    private static JsonObject auth(JsonObject challenge) {
        return JsonObject.of(
                "auth",
                json("{'type':'m.login.password','password':'wonderland',"
                                + "'identifier':{'type':'m.id.user','user':'alice'}}")
                        .with(
                                "session",
                                new JsonString(challenge.string("session").orElseThrow())));
    }
}
