package org.stoa.accounts.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.stoa.accounts.AccountsServer;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.Proves;
import org.stoa.testing.TestClient;

final class OpenIdTest {

    private static final String USER_INFO = "/_matrix/federation/v1/openid/userinfo";

    @EachEngine
    @Proves({"requestOpenIdToken", "server-server/exchangeOpenIdToken"})
    void token_shownToAnotherService_tellsTheUserForAnHour(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient alice = server.client().register("alice");

            JsonObject answer = request(alice, alice.id());
            String token = answer.string("access_token").orElseThrow();

            assertThat(answer.without("access_token"))
                    .isEqualTo(
                            JsonObject.of(
                                    "token_type",
                                    "Bearer",
                                    "matrix_server_name",
                                    "localhost",
                                    "expires_in",
                                    3600L));
            assertThat(server.client().get(USER_INFO + "?access_token={}", token).ok())
                    .isEqualTo(JsonObject.of("sub", "@alice:localhost"));
            server.time().advance(Duration.ofHours(1));
            assertThat(server.client().get(USER_INFO + "?access_token={}", token).error())
                    .isEqualTo("401 M_UNKNOWN_TOKEN");
        }
    }

    @EachEngine
    void token_forAnythingElse_isUnknown(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient alice = server.client().register("alice");
            String token = request(alice, alice.id()).string("access_token").orElseThrow();
            TestClient pretender =
                    server.client()
                            .as(
                                    JsonObject.of(
                                            "user_id", alice.id(),
                                            "access_token", token,
                                            "device_id", alice.deviceId()));

            assertThat(pretender.get("/account/whoami").error()).isEqualTo("401 M_UNKNOWN_TOKEN");
            assertThat(
                            server.client()
                                    .post(
                                            "/login",
                                            JsonObject.of("type", "m.login.token", "token", token))
                                    .error())
                    .isEqualTo("403 M_FORBIDDEN");
            assertThat(server.client().get(USER_INFO + "?access_token={}", alice.token()).error())
                    .isEqualTo("401 M_UNKNOWN_TOKEN");
            assertThat(server.client().get(USER_INFO).error()).isEqualTo("401 M_MISSING_TOKEN");
        }
    }

    @EachEngine
    void token_ofAnotherOrOfAClosedAccount_isRefused(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            TestClient alice = server.client().register("alice");
            TestClient bob = server.client().register("bob");
            String token = request(alice, alice.id()).string("access_token").orElseThrow();

            server.module().admin().deactivate("alice", false);

            assertThat(server.client().get(USER_INFO + "?access_token={}", token).error())
                    .isEqualTo("401 M_UNKNOWN_TOKEN");
            assertThat(
                            bob.post("/user/{}/openid/request_token", JsonObject.EMPTY, alice.id())
                                    .error())
                    .isEqualTo("403 M_FORBIDDEN");
        }
    }

    private static JsonObject request(TestClient client, String user) {
        return client.post("/user/{}/openid/request_token", JsonObject.EMPTY, user).ok();
    }
}
