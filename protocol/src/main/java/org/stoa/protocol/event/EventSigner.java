package org.stoa.protocol.event;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomRules;

/// Signatures of events, which cover what a redaction leaves.
///
/// Spec: server-server-api#signing-events (v1.19).
public final class EventSigner {

    private static final String MEMBER = "m.room.member";

    private EventSigner() {}

    /// Returns the event with its content hash and the server's signature: the last step of making one.
    ///
    /// Spec: server-server-api#adding-hashes-and-signatures-to-outgoing-events (v1.19).
    ///
    /// @throws org.stoa.protocol.json.JsonException when the room version demands canonical numbers and it has others
    public static JsonObject hashAndSign(
            JsonObject pdu, ServerName server, SigningKey key, RoomRules rules) {
        return sign(EventHasher.withContentHash(pdu, rules), server, key, rules);
    }

    /// Returns the event with the server's signature added; `hashes` must be there already, as in an event that another
    /// server made.
    public static JsonObject sign(
            JsonObject pdu, ServerName server, SigningKey key, RoomRules rules) {
        byte[] signature = key.sign(signedBytes(pdu, rules));
        return SignedJson.withSignature(pdu, server.text(), key.keyId(), signature);
    }

    /// Whether the event has a valid signature of the server with this key.
    public static boolean verify(
            JsonObject pdu, ServerName server, VerifyKey key, RoomRules rules) {
        return SignedJson.hasSignature(pdu, server.text(), key, signedBytes(pdu, rules));
    }

    /// Returns the servers that must have signed the event: the sender's, unless it is an invitation by third-party id;
    /// in room versions 1 and 2 also the one that the event id names; and the one that vouches for a restricted join.
    ///
    /// Spec: server-server-api#validating-hashes-and-signatures-on-received-events, rooms/v8#authorisation-rules
    /// (v1.19), rule 4.2.
    public static Set<ServerName> requiredSigners(Event event) {
        Set<ServerName> signers = new LinkedHashSet<>();
        if (!isThirdPartyInvite(event)) {
            signers.add(event.sender().server());
        }
        if (!event.rules().eventIdFormat().isHash()) {
            event.eventId().server().ifPresent(signers::add);
        }
        authoriser(event).map(UserId::server).ifPresent(signers::add);
        return Set.copyOf(signers);
    }

    private static byte[] signedBytes(JsonObject pdu, RoomRules rules) {
        JsonObject redacted = Redactor.redact(pdu, rules);
        return EventHasher.canonical(SignedJson.signedPart(redacted), rules);
    }

    private static boolean isThirdPartyInvite(Event event) {
        return event.isState()
                && event.type().equals(MEMBER)
                && event.content().string("membership").filter("invite"::equals).isPresent()
                && event.content().has("third_party_invite");
    }

    private static Optional<UserId> authoriser(Event event) {
        if (!event.rules().restrictedJoinRule()
                || !event.isState()
                || !event.type().equals(MEMBER)) {
            return Optional.empty();
        }
        return event.content().string("join_authorised_via_users_server").flatMap(UserId::tryParse);
    }
}
