package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Answer;
import org.stoa.conformance.client.Homeserver;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#post_matrixclientv3register.
@Section("client-server-api#post_matrixclientv3register")
final class RegistrationTest {
    private static final Json DUMMY = Json.of("type", "m.login.dummy");

    private static Json request(String username) {
        return Json.of("username", username, "password", User.PASSWORD, "auth", DUMMY);
    }

    private static Json register(Homeserver homeserver, Json request) {
        return homeserver.anonymous().post("/register", request).ok();
    }

    @Test
    void register_answersAccountAndDevice(Homeserver homeserver) {
        String name = homeserver.unique("alice");

        Json answer = register(homeserver, request(name));

        assertThat(answer.string("user_id")).startsWith("@" + name + ":");
        User alice = User.of(homeserver, answer);
        Json whoami = alice.get("/account/whoami").ok();
        assertThat(whoami.string("user_id")).isEqualTo(alice.id());
        assertThat(whoami.string("device_id")).isEqualTo(alice.deviceId());
    }

    @Test
    void register_withoutAuth_asksForAuthentication(Homeserver homeserver) {
        Json request = request(homeserver.unique("alice")).without("auth");

        Json challenge = homeserver.anonymous().post("/register", request).expect(401).json();

        assertThat(challenge.list("flows"))
                .isNotEmpty()
                .allMatch(flow -> !flow.list("stages").isEmpty());
        assertThat(challenge.has("errcode")).isFalse();
    }

    @Test
    void register_inTwoSteps_withTheSession_works(Homeserver homeserver) {
        Json request = request(homeserver.unique("alice")).without("auth");
        Json challenge = homeserver.anonymous().post("/register", request).expect(401).json();

        Json auth = DUMMY.with("session", challenge.string("session"));

        assertThat(register(homeserver, request.with("auth", auth)).has("access_token")).isTrue();
    }

    @Test
    void register_withoutUsername_generatesOne(Homeserver homeserver) {
        Json request = Json.of("password", User.PASSWORD, "auth", DUMMY);

        String first = register(homeserver, request).string("user_id");

        // If omitted, the homeserver MUST generate a Matrix ID local part.
        assertThat(first).matches("@[a-z0-9._=/+-]+:.+");
        assertThat(register(homeserver, request).string("user_id")).isNotEqualTo(first);
    }

    @Test
    void register_ofATakenName_isUserInUse(Homeserver homeserver, User alice) {
        homeserver
                .anonymous()
                .post("/register", request(alice.localpart()))
                .expectError(400, "M_USER_IN_USE");
    }

    @Test
    void register_ofATakenName_isRefusedBeforeAuthentication(Homeserver homeserver, User alice) {
        // Homeservers MUST perform the relevant checks and return these codes before performing
        // authentication.
        homeserver
                .anonymous()
                .post("/register", request(alice.localpart()).without("auth"))
                .expectError(400, "M_USER_IN_USE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"has space", "ümlaut", "at@sign", "colon:inside", "hash#tag", "quote\""})
    void register_outsideOfTheGrammar_isInvalidOrMapped(String name, Homeserver homeserver) {
        Answer answer =
                homeserver.anonymous().post("/register", request(name + homeserver.unique("-")));

        // The server MUST either map the provided `username` onto a `user_id`, or reject any that
        // does not comply.
        if (answer.status() == 200) {
            assertThat(answer.json().string("user_id")).matches("@[a-z0-9._=/+-]+:.+");
        } else {
            answer.expectError(400, "M_INVALID_USERNAME");
        }
    }

    @Test
    void register_withCapitals_isInvalidOrMapped(Homeserver homeserver) {
        Answer answer =
                homeserver
                        .anonymous()
                        .post("/register", request("Capital" + homeserver.unique("-")));

        if (answer.status() == 200) {
            assertThat(answer.json().string("user_id")).matches("@[a-z0-9._=/+-]+:.+");
        } else {
            answer.expectError(400, "M_INVALID_USERNAME");
        }
    }

    @Test
    void register_ofATooLongName_isInvalid(Homeserver homeserver) {
        // The whole user ID, with `@` and the server's name, MUST NOT exceed 255 bytes.
        homeserver
                .anonymous()
                .post("/register", request("a".repeat(255)))
                .expectError(400, "M_INVALID_USERNAME");
    }

    @Test
    void register_withDeviceId_hasThatDevice(Homeserver homeserver) {
        Json answer =
                register(
                        homeserver,
                        request(homeserver.unique("alice")).with("device_id", "GHTYAJCE"));

        assertThat(answer.string("device_id")).isEqualTo("GHTYAJCE");
    }

    @Test
    void register_withDisplayName_namesTheDevice(Homeserver homeserver) {
        Json request =
                request(homeserver.unique("alice"))
                        .with("initial_device_display_name", "Jungle Phone");

        User alice = User.of(homeserver, register(homeserver, request));

        assertThat(alice.get("/devices/{}", alice.deviceId()).ok().string("display_name"))
                .isEqualTo("Jungle Phone");
    }

    @Test
    void register_withInhibitLogin_logsNobodyIn(Homeserver homeserver) {
        Json request = request(homeserver.unique("alice")).with("inhibit_login", true);

        Json answer = register(homeserver, request);

        assertThat(answer.has("user_id")).isTrue();
        assertThat(answer.has("access_token")).isFalse();
        assertThat(answer.has("device_id")).isFalse();
        assertThat(answer.has("refresh_token")).isFalse();
    }

    @Test
    void register_withInhibitLogin_makesAnAccountThatCanLogIn(Homeserver homeserver) {
        String name = homeserver.unique("alice");
        register(homeserver, request(name).with("inhibit_login", true));

        Json login =
                Json.of(
                        "type",
                        "m.login.password",
                        "identifier",
                        Json.of("type", "m.id.user", "user", name),
                        "password",
                        User.PASSWORD);

        homeserver.anonymous().post("/login", login).ok();
    }

    @Test
    void register_ofAnUnknownKind_isRefused(Homeserver homeserver) {
        Answer answer =
                homeserver
                        .anonymous()
                        .post("/register?kind=robot", request(homeserver.unique("robot")));

        assertThat(answer.status()).isBetween(400, 403);
        assertThat(answer.json().string("errcode")).startsWith("M_");
    }

    @Test
    void newUser_hasTheLocalpartForADisplayName_orNone(User alice) {
        Json profile = alice.get("/profile/{}", alice.id()).ok();

        assertThat(profile.find("displayname").orElse(Json.value(alice.localpart())))
                .isEqualTo(Json.value(alice.localpart()));
    }
}
