package org.stoa.protocol.event.content;

import java.util.Optional;
import org.stoa.protocol.json.JsonObject;

/// `content.third_party_invite.signed` of an invite: an identity server's word that the user is who was meant by the
/// `m.room.third_party_invite` event with this token.
///
/// Spec: client-server-api#mroommember (v1.19).
public record SignedThirdPartyInvite(JsonObject signed) {

    /// Returns the invited user, as text.
    public Optional<String> userId() {
        return signed.string("mxid");
    }

    /// Returns the token, which is the state key of the `m.room.third_party_invite` event.
    public Optional<String> token() {
        return signed.string("token");
    }
}
