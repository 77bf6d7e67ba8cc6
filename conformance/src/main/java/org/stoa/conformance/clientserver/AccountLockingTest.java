package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Homeserver;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#account-locking.
@Section("client-server-api#account-locking")
final class AccountLockingTest {
    private static final String PATH = "/_matrix/client/v1/admin/lock/{}";

    /// An administrator who may lock; skips where there is none.
    private static User administrator(Homeserver homeserver) {
        User administrator = homeserver.administrator();
        boolean offered =
                administrator
                        .get("/capabilities")
                        .ok()
                        .find("capabilities", "m.account_moderation", "lock")
                        .equals(Optional.of(Json.value(true)));
        assumeTrue(offered, "the server does not offer to lock accounts");
        return administrator;
    }

    private static Json lock(User administrator, User user, boolean locked) {
        return administrator.put(PATH, Json.of("locked", locked), user.id()).ok();
    }

    @Test
    void lock_isAnswered_andRead(Homeserver homeserver, User alice) {
        User administrator = administrator(homeserver);
        assertThat(administrator.get(PATH, alice.id()).ok().bool("locked")).isFalse();

        assertThat(lock(administrator, alice, true).bool("locked")).isTrue();

        assertThat(administrator.get(PATH, alice.id()).ok().bool("locked")).isTrue();
    }

    @Test
    void lockedUser_isRefused_withSoftLogout(Homeserver homeserver, User alice) {
        lock(administrator(homeserver), alice, true);

        Json error = alice.get("/sync").expectError(401, "M_USER_LOCKED");

        assertThat(error.bool("soft_logout")).isTrue();
        alice.post("/createRoom", Json.EMPTY).expectError(401, "M_USER_LOCKED");
    }

    @Test
    void lockedUser_mayLogOut(Homeserver homeserver, User alice) {
        User phone = alice.loginAgain();
        lock(administrator(homeserver), alice, true);

        phone.post("/logout", Json.EMPTY).ok();
        alice.post("/logout/all", Json.EMPTY).ok();
    }

    @Test
    void unlockedUser_hasItsSessionsAgain(Homeserver homeserver, User alice) {
        User administrator = administrator(homeserver);
        lock(administrator, alice, true);
        alice.get("/account/whoami").expectError(401, "M_USER_LOCKED");

        assertThat(lock(administrator, alice, false).bool("locked")).isFalse();

        // Servers SHOULD NOT invalidate access tokens on locked accounts.
        assertThat(alice.get("/account/whoami").ok().string("user_id")).isEqualTo(alice.id());
    }

    @Test
    void lock_byAUser_isForbidden(Homeserver homeserver, User alice, User bob) {
        administrator(homeserver);

        bob.put(PATH, Json.of("locked", true), alice.id()).expectError(403, "M_FORBIDDEN");
        bob.get(PATH, alice.id()).expectError(403, "M_FORBIDDEN");

        alice.get("/account/whoami").ok();
    }

    @Test
    void lock_byAUser_doesNotSayWhoExists(Homeserver homeserver, User bob) {
        administrator(homeserver);

        // Servers MUST ensure that authorisation is checked prior to trying to do account lookups.
        bob.get(PATH, "@" + homeserver.unique("nobody") + ":" + bob.serverName())
                .expectError(403, "M_FORBIDDEN");
    }

    @Test
    void lock_ofOneself_isForbidden(Homeserver homeserver) {
        User administrator = administrator(homeserver);

        administrator
                .put(PATH, Json.of("locked", true), administrator.id())
                .expectError(403, "M_FORBIDDEN");
    }

    @Test
    void lock_ofAnotherAdministrator_isForbidden(Homeserver homeserver) {
        User administrator = administrator(homeserver);
        User other = homeserver.administrator();

        administrator
                .put(PATH, Json.of("locked", true), other.id())
                .expectError(403, "M_FORBIDDEN");
        administrator.get(PATH, other.id()).expectError(403, "M_FORBIDDEN");
    }

    @Test
    void lock_ofNobody_isNotFound(Homeserver homeserver) {
        User administrator = administrator(homeserver);

        administrator
                .get(PATH, "@" + homeserver.unique("nobody") + ":" + administrator.serverName())
                .expectError(404, "M_NOT_FOUND");
    }

    @Test
    void lock_ofAUserOfAnotherServer_isInvalid(Homeserver homeserver) {
        administrator(homeserver)
                .get(PATH, "@alice:elsewhere.invalid")
                .expectError(400, "M_INVALID_PARAM");
    }

    @Test
    void lock_ofADeactivatedUser_isNotFound(Homeserver homeserver, User alice) {
        User administrator = administrator(homeserver);
        alice.confirmed("POST", "/account/deactivate", Json.EMPTY).ok();

        administrator
                .put(PATH, Json.of("locked", true), alice.id())
                .expectError(404, "M_NOT_FOUND");
    }
}
