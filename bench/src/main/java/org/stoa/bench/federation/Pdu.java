package org.stoa.bench.federation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.stoa.bench.http.Json;

/// An event of room version 11 as servers exchange it.
///
/// @param json with hashes and signatures
public record Pdu(String id, String json) {
    private static final Base64.Encoder BASE64 = Base64.getEncoder().withoutPadding();
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

    /// An event with its id, to be signed: others can follow it before it is.
    ///
    /// @param signed what the signature is of
    public record Unsigned(String id, Peer by, Map<String, Object> event, String signed) {
        /// The event with its signature.
        public Pdu sign() {
            Map<String, Object> whole = new TreeMap<>(event);
            Map<String, Object> own = Map.of(SigningKey.ID, by.key().sign(signed));
            whole.put("signatures", Map.of(by.name(), own));
            return new Pdu(id, Canonical.of(whole));
        }
    }

    /// Adds hashes to an event.
    ///
    /// Spec: server-server-api#signing-events (v1.19).
    static Unsigned of(Peer by, Map<String, Object> event) {
        Map<String, Object> hashed = new TreeMap<>(event);
        String hash = BASE64.encodeToString(sha256(Canonical.of(event)));
        hashed.put("hashes", Map.of("sha256", hash));
        String signed = Canonical.of(Redaction.of(hashed));
        return new Unsigned("$" + URL.encodeToString(sha256(signed)), by, hashed, signed);
    }

    /// One that another server made.
    public static Pdu read(Json json) {
        Map<String, Object> event = json.copy();
        Map<String, Object> hashed = Redaction.of(event);
        hashed.remove("signatures");
        String id = "$" + URL.encodeToString(sha256(Canonical.of(hashed)));
        return new Pdu(id, Canonical.of(event));
    }

    /// As an array of JSON.
    static String array(List<Pdu> pdus) {
        StringBuilder out = new StringBuilder("[");
        for (Pdu pdu : pdus) {
            out.append(out.length() == 1 ? "" : ",").append(pdu.json());
        }
        return out.append(']').toString();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JVM has SHA-256", missing);
        }
    }
}
