package org.stoa.compliance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.TestClient.json;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;
import org.stoa.testing.Answer;
import org.stoa.testing.Proves;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// Proofs of the operations on accounts, tokens and profiles.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AccountOperationsTest {
    private final TestServer server = TestServer.start();
    private final TestClient nobody = server.anonymous();

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    @Proves({"getVersions", "getLoginFlows", "getCapabilities"})
    void discovery_always_saysWhatTheServerCan() {
        TestClient alice = server.register("discovery");

        assertThat(
                        nobody.get("/_matrix/client/versions")
                                .ok()
                                .array("versions")
                                .orElseThrow()
                                .strings())
                .contains("r0.0.1", "r0.6.1", "v1.1", "v1.19");
        assertThat(nobody.get("/login").objects("flows"))
                .contains(JsonObject.of("type", "m.login.password"));
        JsonObject capabilities =
                alice.get("/capabilities").ok().object("capabilities").orElseThrow();
        assertThat(
                        capabilities
                                .object("m.room_versions")
                                .flatMap(versions -> versions.string("default")))
                .contains("12");
    }

    @Test
    @Proves("getAccount3PIDs")
    void thirdPartyIds_ofAnAccount_areNone() {
        assertThat(server.register("private").get("/account/3pid").ok())
                .isEqualTo(json("{'threepids':[]}"));
    }

    @Test
    @Proves({"register", "checkUsernameAvailability", "getTokenOwner"})
    void register_freeName_makesAnAccount() {
        assertThat(nobody.get("/register/available?username=newcomer").ok().bool("available"))
                .contains(true);

        TestClient newcomer = server.register("newcomer");

        assertThat(newcomer.get("/account/whoami").string("user_id"))
                .isEqualTo("@newcomer:localhost");
        assertThat(newcomer.get("/account/whoami").string("device_id"))
                .isEqualTo(newcomer.deviceId());
        assertThat(nobody.get("/register/available?username=newcomer").error())
                .isEqualTo("400 M_USER_IN_USE");
    }

    @Test
    @Proves({"login", "logout"})
    void logout_ofOneDevice_endsItsTokenOnly() {
        TestClient first = server.register("two-devices");
        TestClient second = first.loginAgain();
        assertThat(second.deviceId()).isNotEqualTo(first.deviceId());
        assertThat(second.get("/account/whoami").string("user_id")).isEqualTo(first.id());

        second.post("/logout", JsonObject.EMPTY).ok();

        assertThat(second.get("/account/whoami").error()).isEqualTo("401 M_UNKNOWN_TOKEN");
        first.get("/account/whoami").ok();
    }

    @Test
    @Proves("logout_all")
    void logoutAll_ofSeveralDevices_endsEveryToken() {
        TestClient first = server.register("leaver");
        TestClient second = first.loginAgain();

        second.post("/logout/all", JsonObject.EMPTY).ok();

        for (TestClient client : List.of(first, second)) {
            assertThat(client.get("/account/whoami").error()).isEqualTo("401 M_UNKNOWN_TOKEN");
        }
    }

    @Test
    @Proves("generateLoginToken")
    void loginToken_ofAClient_logsAnotherInOnce() {
        TestClient first = server.register("token-giver");
        String token =
                first.post(
                                "/_matrix/client/v1/login/get_token",
                                json(
                                        "{'auth':{'type':'m.login.password','password':'wonderland',"
                                                + "'identifier':{'type':'m.id.user','user':'token-giver'}}}"))
                        .string("login_token");
        JsonObject request = JsonObject.of("type", "m.login.token", "token", token);

        TestClient second = nobody.as(nobody.post("/login", request).ok());

        assertThat(second.get("/account/whoami").string("user_id")).isEqualTo(first.id());
        assertThat(second.deviceId()).isNotEqualTo(first.deviceId());
        assertThat(nobody.post("/login", request).error()).isEqualTo("403 M_FORBIDDEN");
    }

    @Test
    @Proves("refresh")
    void refresh_withAToken_givesAnother() {
        server.register("refresher");
        JsonObject login =
                nobody.post(
                                "/login",
                                json(
                                        "{'type':'m.login.password','identifier':{'type':'m.id.user','user':'refresher'},"
                                                + "'password':'wonderland','refresh_token':true}"))
                        .ok();

        JsonObject refreshed =
                nobody.post(
                                "/refresh",
                                JsonObject.of(
                                        "refresh_token",
                                        login.string("refresh_token").orElseThrow()))
                        .ok();

        assertThat(refreshed.string("access_token"))
                .isPresent()
                .isNotEqualTo(login.string("access_token"));
        TestClient again =
                nobody.as(
                        login.with(
                                "access_token",
                                new JsonString(refreshed.string("access_token").orElseThrow())));
        assertThat(again.get("/account/whoami").string("user_id"))
                .isEqualTo("@refresher:localhost");
    }

    @Test
    @Proves("changePassword")
    void changePassword_withTheOldOne_takesTheNewOne() {
        TestClient alice = server.register("changer");

        alice.post(
                        "/account/password",
                        json(
                                "{'new_password':'looking glass','auth':{'type':'m.login.password','password':'wonderland',"
                                        + "'identifier':{'type':'m.id.user','user':'changer'}}}"))
                .ok();

        assertThat(logIn("changer", "wonderland").error()).isEqualTo("403 M_FORBIDDEN");
        TestClient again = nobody.as(logIn("changer", "looking glass").ok());
        again.get("/account/whoami").ok();
    }

    @Test
    @Proves("deactivateAccount")
    void deactivate_anAccount_endsIt() {
        TestClient alice = server.register("finished");

        alice.post(
                        "/account/deactivate",
                        json(
                                "{'auth':{'type':'m.login.password','password':'wonderland',"
                                        + "'identifier':{'type':'m.id.user','user':'finished'}}}"))
                .ok();

        assertThat(alice.get("/account/whoami").error()).isEqualTo("401 M_UNKNOWN_TOKEN");
        assertThat(logIn("finished", TestClient.PASSWORD).status()).isEqualTo(403);
        assertThat(nobody.get("/register/available?username=finished").error())
                .isEqualTo("400 M_USER_IN_USE");
    }

    @Test
    @Proves({"setProfileField", "getProfileField", "getUserProfile", "deleteProfileField"})
    void profile_setAndDeleted_isAsSet() {
        TestClient alice = server.register("profiled");

        alice.put("/profile/{}/displayname", JsonObject.of("displayname", "Alice"), alice.id())
                .ok();
        alice.put(
                        "/profile/{}/avatar_url",
                        JsonObject.of("avatar_url", "mxc://localhost/face"),
                        alice.id())
                .ok();

        assertThat(nobody.get("/profile/{}", alice.id()).ok())
                .isEqualTo(
                        JsonObject.of(
                                "displayname", "Alice", "avatar_url", "mxc://localhost/face"));
        assertThat(nobody.get("/profile/{}/displayname", alice.id()).ok())
                .isEqualTo(JsonObject.of("displayname", "Alice"));

        alice.delete("/profile/{}/avatar_url", alice.id()).ok();
        assertThat(nobody.get("/profile/{}", alice.id()).ok())
                .isEqualTo(JsonObject.of("displayname", "Alice"));
    }

    private Answer logIn(String name, String password) {
        return nobody.post(
                "/login",
                JsonObject.of(
                        "type",
                        "m.login.password",
                        "identifier",
                        JsonObject.of("type", "m.id.user", "user", name),
                        "password",
                        password));
    }
}
