package org.stoa.protocol.event;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.json.CanonicalJson;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomRules;

/// The two SHA-256 hashes of an event: of all it says (content hash), and of what a redaction leaves (reference hash).
///
/// Spec: server-server-api#signing-events (v1.19).
public final class EventHasher {

    private static final String ALGORITHM = "sha256";

    private EventHasher() {}

    /// Returns the hash of the whole event without `unsigned`, `signatures` and `hashes`; 32 bytes.
    ///
    /// Spec: server-server-api#calculating-the-content-hash-for-an-event (v1.19).
    ///
    /// @throws org.stoa.protocol.json.JsonException when the room version demands canonical numbers and it has others
    public static byte[] contentHash(JsonObject pdu, RoomRules rules) {
        return sha256(
                canonical(pdu.without("unsigned").without("signatures").without("hashes"), rules));
    }

    /// Returns the event with its content hash in `hashes`.
    public static JsonObject withContentHash(JsonObject pdu, RoomRules rules) {
        String hash = UnpaddedBase64.encode(contentHash(pdu, rules));
        return pdu.with("hashes", JsonObject.of(ALGORITHM, hash));
    }

    /// Whether `hashes` has the content hash of the event. When not, only its redacted form may be believed.
    ///
    /// Spec: server-server-api#validating-hashes-and-signatures-on-received-events (v1.19).
    public static boolean hasValidContentHash(JsonObject pdu, RoomRules rules) {
        Optional<byte[]> claimed = claimedContentHash(pdu);
        return claimed.isPresent()
                && MessageDigest.isEqual(claimed.orElseThrow(), contentHash(pdu, rules));
    }

    static Optional<byte[]> claimedContentHash(JsonObject pdu) {
        return pdu.object("hashes")
                .flatMap(hashes -> hashes.string(ALGORITHM))
                .flatMap(UnpaddedBase64::tryDecode);
    }

    /// Returns the hash of what a redaction leaves, without `unsigned` and `signatures`; 32 bytes.
    ///
    /// Spec: server-server-api#calculating-the-reference-hash-for-an-event (v1.19).
    ///
    /// @throws org.stoa.protocol.json.JsonException when the room version demands canonical numbers and it has others
    public static byte[] referenceHash(JsonObject pdu, RoomRules rules) {
        JsonObject redacted = Redactor.redact(pdu, rules);
        return sha256(canonical(redacted.without("unsigned").without("signatures"), rules));
    }

    /// Returns the id of an event whose id is its reference hash.
    ///
    /// @throws IllegalArgumentException in room versions 1 and 2, where it is not
    public static EventId eventId(JsonObject pdu, RoomRules rules) {
        return EventId.ofHash(referenceHash(pdu, rules), rules);
    }

    /// Returns the canonical JSON as far as the room version demands it.
    static byte[] canonical(JsonObject object, RoomRules rules) {
        return rules.strictCanonicalJson()
                ? CanonicalJson.encode(object)
                : CanonicalJson.encodeLeniently(object);
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
