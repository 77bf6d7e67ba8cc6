package org.stoa.protocol.event;

import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.CanonicalMembers;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomRules;

/// An event of another server with what its hashes and signatures are checked against, made together: each alone would encode
/// most of the event again.
///
/// Spec: server-server-api#validating-hashes-and-signatures-on-received-events (v1.19).
public final class ReceivedPdu {
    private static final Set<String> NOT_HASHED = Set.of("unsigned", "signatures", "hashes");

    private final Event event;
    private final byte[] signed;
    private final boolean hasValidHash;

    private ReceivedPdu(Event event, byte[] signed, boolean hasValidHash) {
        this.event = event;
        this.signed = signed;
        this.hasValidHash = hasValidHash;
    }

    /// Reads one, as [Event#parse] does, without its `unsigned`: what another server says there is not signed, nobody reads it,
    /// and no limit is on its size.
    ///
    /// @throws org.stoa.protocol.error.MatrixException as that does
    /// @throws org.stoa.protocol.json.JsonException when it is not canonical
    public static ReceivedPdu parse(JsonObject pdu, RoomRules rules) {
        EventFormat.check(pdu, rules);
        JsonObject kept = pdu.without("unsigned");
        CanonicalMembers members = CanonicalMembers.of(kept, rules.strictCanonicalJson());
        EventSize.check(kept, rules, members.length());
        byte[] signed = Redactor.signedBytes(kept, members, rules);
        Event event = Event.checked(kept, rules, signed);
        return new ReceivedPdu(event, signed, hasValidHash(kept, members));
    }

    private static boolean hasValidHash(JsonObject pdu, CanonicalMembers members) {
        Optional<byte[]> claimed = EventHasher.claimedContentHash(pdu);
        return claimed.isPresent()
                && MessageDigest.isEqual(
                        claimed.orElseThrow(),
                        EventHasher.sha256(members.only(name -> !NOT_HASHED.contains(name))));
    }

    /// Returns the event as it came, without `unsigned`.
    public Event event() {
        return event;
    }

    /// Whether its hash is valid: if not, it may only be believed as it is when redacted.
    public boolean isWhole() {
        return hasValidHash;
    }

    /// Returns the event as it may be believed once its signatures are found valid: redacted when its hash is not.
    public Event believed() {
        return hasValidHash ? event : event.redacted();
    }

    /// Whether it has a valid signature of the server with this key.
    public boolean isSignedBy(ServerName server, VerifyKey key) {
        return SignedJson.hasSignature(event.json(), server.text(), key, signed);
    }
}
