package org.stoa.protocol.id;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.stoa.protocol.version.EventIdFormat;
import org.stoa.protocol.version.RoomRules;

/// The id of an event: `$localpart:server` in room versions 1 and 2, `$` and the reference hash in Base64 since version
/// 3, in its URL-safe alphabet since version 4.
///
/// Spec: appendices#event-ids (v1.19).
public record EventId(String text) {

    private static final String KIND = "event id";
    private static final int HASH_BYTES = 32;

    /// 32 bytes in unpadded Base64.
    private static final int HASH_CHARACTERS = 43;

    /// @throws IdException when the text is not an event id of any version
    public EventId {
        Grammar.requireIdentifier(text, '$', KIND);
    }

    /// Returns the event id that the text is.
    ///
    /// @throws IdException when it is none
    public static EventId parse(String text) {
        return new EventId(text);
    }

    /// Returns the event id that the text is, empty when it is none.
    public static Optional<EventId> tryParse(String text) {
        return Grammar.attempt(text, EventId::new);
    }

    /// Returns the id of the event with this reference hash, 32 bytes, in a room of version 3 or later.
    ///
    /// @throws IllegalArgumentException when ids of these rules are not hashes
    public static EventId ofHash(byte[] referenceHash, RoomRules rules) {
        if (referenceHash.length != HASH_BYTES) {
            throw new IllegalArgumentException("A reference hash has 32 bytes");
        }
        Base64.Encoder encoder =
                switch (rules.eventIdFormat()) {
                    case HASH -> Base64.getEncoder();
                    case URL_SAFE_HASH -> Base64.getUrlEncoder();
                    case SERVER_MADE ->
                            throw new IllegalArgumentException("Event ids are not hashes here");
                };
        return new EventId("$" + encoder.withoutPadding().encodeToString(referenceHash));
    }

    /// Returns the id that [#toStoredBytes()] wrote, in a room of these rules.
    public static EventId fromStored(byte[] stored, RoomRules rules) {
        if (rules.eventIdFormat().isHash() && stored.length == HASH_BYTES) {
            return ofHash(stored, rules);
        }
        return new EventId(new String(stored, StandardCharsets.UTF_8));
    }

    /// Returns the shortest form to keep: the 32 bytes of the hash when the id has the form of one, else the text.
    public byte[] toStoredBytes() {
        return hash().orElseGet(() -> text.getBytes(StandardCharsets.UTF_8));
    }

    /// Returns the hash that the id spells in either alphabet; empty when it does not have that form.
    public Optional<byte[]> hash() {
        if (text.length() != HASH_CHARACTERS + 1) {
            return Optional.empty();
        }
        byte[] hash = new byte[HASH_BYTES + 1];
        int bits = 0;
        int buffered = 0;
        int at = 0;
        for (int i = 1; i < text.length(); i++) {
            int digit = digit(text.charAt(i));
            if (digit < 0) {
                return Optional.empty();
            }
            bits = ((bits << 6) | digit) & 0xFFFF;
            buffered += 6;
            if (buffered >= 8) {
                buffered -= 8;
                hash[at++] = (byte) (bits >> buffered);
            }
        }
        // Two bits are left over; only zeros spell the hash as an encoder would.
        boolean canonical = (bits & 3) == 0;
        return canonical ? Optional.of(Arrays.copyOf(hash, HASH_BYTES)) : Optional.empty();
    }

    /// Whether the id has the form that ids of this format have.
    public boolean matches(EventIdFormat format) {
        return switch (format) {
            case SERVER_MADE -> server().isPresent();
            case HASH -> hash().isPresent() && text.indexOf('-') < 0 && text.indexOf('_') < 0;
            case URL_SAFE_HASH ->
                    hash().isPresent() && text.indexOf('+') < 0 && text.indexOf('/') < 0;
        };
    }

    /// Returns the server that made the id in room versions 1 and 2; empty when the id names none.
    public Optional<ServerName> server() {
        int colon = text.indexOf(':');
        return colon < 0 ? Optional.empty() : ServerName.tryParse(text.substring(colon + 1));
    }

    @Override
    public String toString() {
        return text;
    }

    private static int digit(char c) {
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        }
        if (c >= 'a' && c <= 'z') {
            return c - 'a' + 26;
        }
        if (c >= '0' && c <= '9') {
            return c - '0' + 52;
        }
        return switch (c) {
            case '+', '-' -> 62;
            case '/', '_' -> 63;
            default -> -1;
        };
    }
}
