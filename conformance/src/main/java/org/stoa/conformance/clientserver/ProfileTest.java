package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Answer;
import org.stoa.conformance.client.Homeserver;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#profiles.
@Section("client-server-api#profiles")
final class ProfileTest {
    private static final String AVATAR = "mxc://example.org/SDGdghriugerRg";

    private static void name(User user, String name) {
        user.put("/profile/{}/displayname", Json.of("displayname", name), user.id()).ok();
    }

    @Test
    void displayName_thatWasSet_isRead(User alice, User bob) {
        Answer answer =
                alice.put(
                        "/profile/{}/displayname", Json.of("displayname", "Alice W."), alice.id());

        assertThat(answer.ok()).isEqualTo(Json.EMPTY);
        assertThat(bob.get("/profile/{}/displayname", alice.id()).ok())
                .isEqualTo(Json.of("displayname", "Alice W."));
    }

    @Test
    void avatar_thatWasSet_isRead(User alice, User bob) {
        alice.put("/profile/{}/avatar_url", Json.of("avatar_url", AVATAR), alice.id()).ok();

        assertThat(bob.get("/profile/{}/avatar_url", alice.id()).ok())
                .isEqualTo(Json.of("avatar_url", AVATAR));
    }

    @Test
    void wholeProfile_hasWhatWasSet(User alice, User bob) {
        name(alice, "Alice W.");
        alice.put("/profile/{}/avatar_url", Json.of("avatar_url", AVATAR), alice.id()).ok();

        Json profile = bob.get("/profile/{}", alice.id()).ok();

        assertThat(profile.string("displayname")).isEqualTo("Alice W.");
        assertThat(profile.string("avatar_url")).isEqualTo(AVATAR);
    }

    @Test
    void avatar_thatWasNeverSet_isNotInTheProfile(User alice) {
        // The user's avatar URL if they have set one, otherwise not present.
        assertThat(alice.get("/profile/{}", alice.id()).ok().has("avatar_url")).isFalse();
    }

    @Test
    void avatar_thatWasNeverSet_isNotFound(User alice) {
        assertThat(alice.get("/profile/{}/avatar_url", alice.id()).status()).isEqualTo(404);
    }

    @Test
    void profile_ofNobody_isNotFoundOrForbidden(Homeserver homeserver, User alice) {
        Answer answer =
                alice.get(
                        "/profile/{}",
                        "@" + homeserver.unique("nobody") + ":" + alice.serverName());

        assertThat(answer.status()).isIn(403, 404);
        assertThat(answer.json().string("errcode")).startsWith("M_");
    }

    @Test
    void displayName_ofAnotherUser_isNotSet(User alice, User bob) {
        name(alice, "Alice W.");

        bob.put("/profile/{}/displayname", Json.of("displayname", "Mallory"), alice.id())
                .expectError(403, "M_FORBIDDEN");

        assertThat(alice.get("/profile/{}/displayname", alice.id()).ok().string("displayname"))
                .isEqualTo("Alice W.");
    }

    @Test
    void displayName_withoutToken_isNotSet(Homeserver homeserver, User alice) {
        homeserver
                .anonymous()
                .put("/profile/{}/displayname", Json.of("displayname", "Mallory"), alice.id())
                .expectError(401, "M_MISSING_TOKEN");
    }

    @Test
    void displayName_thatIsMissingInTheBody_isABadRequest(User alice) {
        alice.put("/profile/{}/displayname", Json.EMPTY, alice.id())
                .expectError(400, "M_MISSING_PARAM");
    }

    @Test
    void displayName_thatIsNoString_isABadRequest(User alice) {
        alice.put("/profile/{}/displayname", Json.of("displayname", 1), alice.id()).expect(400);
    }

    @Test
    void displayName_thatWasDeleted_isNoLongerThere(User alice) {
        name(alice, "Alice W.");

        assertThat(alice.delete("/profile/{}/displayname", alice.id()).ok()).isEqualTo(Json.EMPTY);

        assertThat(alice.get("/profile/{}/displayname", alice.id()).status()).isEqualTo(404);
        Answer profile = alice.get("/profile/{}", alice.id());
        // 404: there is no profile information for this user.
        assertThat(profile.status()).isIn(200, 404);
        assertThat(profile.json().has("displayname")).isFalse();
    }

    @Test
    void avatar_thatWasDeleted_isNoLongerThere(User alice) {
        alice.put("/profile/{}/avatar_url", Json.of("avatar_url", AVATAR), alice.id()).ok();

        alice.delete("/profile/{}/avatar_url", alice.id()).ok();

        assertThat(alice.get("/profile/{}", alice.id()).ok().has("avatar_url")).isFalse();
    }

    @Test
    void profile_ofAUserInASharedRoom_isRead(User alice, User bob) {
        alice.createRoomWith(bob);
        name(alice, "Alice W.");

        // Homeservers MUST at a minimum allow profile look-up for users that share a room with the
        // requesting user.
        assertThat(bob.get("/profile/{}", alice.id()).ok().string("displayname"))
                .isEqualTo("Alice W.");
    }
}
