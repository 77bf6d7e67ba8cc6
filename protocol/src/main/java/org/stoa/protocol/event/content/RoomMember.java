package org.stoa.protocol.event.content;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.json.JsonObject;

/// The content of `m.room.member`.
///
/// Spec: client-server-api#mroommember (v1.19).
public record RoomMember(JsonObject content) {

    /// Returns the view of a member event.
    public static RoomMember of(Event event) {
        return new RoomMember(event.content());
    }

    /// Returns what the user is according to their member event: [Membership#LEAVE] without one, or when it says
    /// nothing that is known.
    public static Membership membershipIn(@Nullable Event event) {
        return event == null ? Membership.LEAVE : of(event).membership().orElse(Membership.LEAVE);
    }

    /// Returns the membership; empty when it is missing or unknown.
    public Optional<Membership> membership() {
        return content.string("membership").flatMap(Membership::of);
    }

    /// Returns the display name; empty when there is none, or `null`.
    public Optional<String> displayName() {
        return content.string("displayname");
    }

    /// Returns the address of the picture, as it stands there.
    public Optional<String> avatarUrl() {
        return content.string("avatar_url");
    }

    /// Returns why somebody changed the membership.
    public Optional<String> reason() {
        return content.string("reason");
    }

    /// Whether the inviter meant a direct chat.
    public boolean isDirect() {
        return content.bool("is_direct").orElse(false);
    }

    /// Returns the user id, not checked, by whose server a join into a restricted room was authorised.
    public Optional<String> joinAuthorisedVia() {
        return content.string("join_authorised_via_users_server");
    }

    /// Returns the proof that the user was invited by a third-party identifier.
    public Optional<SignedThirdPartyInvite> signedThirdPartyInvite() {
        return content.object("third_party_invite")
                .flatMap(invite -> invite.object("signed"))
                .map(SignedThirdPartyInvite::new);
    }
}
