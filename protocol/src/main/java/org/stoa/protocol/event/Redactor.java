package org.stoa.protocol.event;

import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.stoa.protocol.json.CanonicalMembers;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RedactionRules;
import org.stoa.protocol.version.RoomRules;

/// Strips an event of everything but what the protocol needs.
///
/// Spec: client-server-api#redactions, the redactions of each room version (v1.19).
public final class Redactor {

    private static final Set<String> UNSIGNED = Set.of("signatures", "unsigned");

    private Redactor() {}

    /// Returns what stays of the event when it is redacted; members keep their order.
    public static JsonObject redact(JsonObject pdu, RoomRules rules) {
        RedactionRules redaction = rules.redaction();
        RedactionRules.Kept kept = redaction.content(pdu.string("type").orElse(""));
        JsonObject.Builder redacted = JsonObject.builder();
        pdu.forEach(
                (name, value) -> {
                    if (redaction.members().contains(name)) {
                        redacted.put(name, name.equals("content") ? content(value, kept) : value);
                    }
                });
        return redacted.build();
    }

    /// Returns the canonical JSON of what stays, without `signatures` and `unsigned`: what the reference hash and signatures
    /// are of.
    static byte[] signedBytes(JsonObject pdu, CanonicalMembers members, RoomRules rules) {
        RedactionRules redaction = rules.redaction();
        Predicate<String> isSigned =
                name -> redaction.members().contains(name) && !UNSIGNED.contains(name);
        RedactionRules.Kept kept = redaction.content(pdu.string("type").orElse(""));
        Json content = pdu.get("content");
        if (content == null || (kept.everything() && content instanceof JsonObject)) {
            return members.only(isSigned);
        }
        byte[] redacted = EventHasher.canonical(content(content, kept), rules);
        return members.only(isSigned, "content", redacted);
    }

    private static JsonObject content(Json value, RedactionRules.Kept kept) {
        if (!(value instanceof JsonObject content)) {
            return JsonObject.EMPTY;
        }
        if (kept.everything()) {
            return content;
        }
        JsonObject.Builder redacted = JsonObject.builder();
        content.forEach(
                (name, member) -> {
                    if (kept.names().contains(name)) {
                        redacted.put(name, member);
                    }
                    if (kept.nested().containsKey(name) && member instanceof JsonObject inner) {
                        redacted.put(name, only(inner, kept.nested(), name));
                    }
                });
        return redacted.build();
    }

    private static JsonObject only(
            JsonObject object, Map<String, Set<String>> nested, String name) {
        Set<String> names = nested.getOrDefault(name, Set.of());
        JsonObject.Builder redacted = JsonObject.builder();
        object.forEach(
                (inner, value) -> {
                    if (names.contains(inner)) {
                        redacted.put(inner, value);
                    }
                });
        return redacted.build();
    }
}
