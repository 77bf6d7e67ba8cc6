package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.Sync;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#third-party-invites.
@Section("client-server-api#third-party-invites")
final class ThirdPartyInvitesTest {
    private static final Json INVITE =
            Json.of(
                    "id_server", "identity.invalid",
                    "id_access_token", "abc",
                    "medium", "email",
                    "address", "cheeky@monkey.example");

    @Test
    void invite_byAnIdentityServerThatIsNotThere_isRefused_andLeavesNothing(User alice) {
        String room = alice.createRoom();

        assertThat(alice.post("/rooms/{}/invite", INVITE, room).status()).isBetween(400, 599);

        assertThat(Sync.types(alice.get("/rooms/{}/state", room).ok().items()))
                .doesNotContain("m.room.third_party_invite");
    }

    @Test
    void invite_withoutPermission_isForbidden(User alice, User bob) {
        bob.post("/rooms/{}/invite", INVITE, alice.createPublicRoom()).expect(403);
    }

    @Test
    void join_withASignatureOfNobody_isForbidden(User alice, User bob) {
        Json signed =
                Json.of(
                        "mxid", bob.id(),
                        "sender", alice.id(),
                        "token", "nobody-made-it",
                        "signatures", Json.of("identity.invalid", Json.of("ed25519:0", "AAAA")));

        assertThat(
                        bob.post(
                                        "/join/{}",
                                        Json.of("third_party_signed", signed),
                                        alice.createRoom())
                                .status())
                .isBetween(400, 499);
    }
}
