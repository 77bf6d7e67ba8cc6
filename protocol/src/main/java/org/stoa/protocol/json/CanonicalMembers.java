package org.stoa.protocol.json;

import java.util.function.Predicate;

/// The canonical encoding of an object, from which the encodings of parts of it can be cut: of an event, several hashes and
/// signatures are made of different parts.
///
/// Spec: appendices#canonical-json (v1.19).
public final class CanonicalMembers {
    private final String[] names;
    private final byte[] bytes;

    /// Where each member begins, with its name; and where the last one ends.
    private final int[] starts;

    CanonicalMembers(String[] names, byte[] bytes, int[] starts) {
        this.names = names;
        this.bytes = bytes;
        this.starts = starts;
    }

    /// Encodes an object once.
    ///
    /// @param strict as [CanonicalJson#encode] when set, else as [CanonicalJson#encodeLeniently]
    /// @throws JsonException as these do
    public static CanonicalMembers of(JsonObject object, boolean strict) {
        return CanonicalJson.members(object, strict);
    }

    /// Returns how many bytes the whole object takes.
    public int length() {
        return names.length == 0 ? 2 : bytes.length + names.length + 1;
    }

    /// Returns the encoding of the object with only these members.
    public byte[] only(Predicate<String> members) {
        return only(members, "", new byte[0]);
    }

    /// Returns the same with another value for one of them.
    ///
    /// @param replaced which one; no such member: none
    /// @param value its canonical encoding
    public byte[] only(Predicate<String> members, String replaced, byte[] value) {
        JsonWriter writer = new JsonWriter();
        writer.raw('{');
        boolean isFirst = true;
        for (int i = 0; i < names.length; i++) {
            if (!members.test(names[i])) {
                continue;
            }
            if (!isFirst) {
                writer.raw(',');
            }
            isFirst = false;
            if (names[i].equals(replaced)) {
                writer.string(names[i]);
                writer.raw(':');
                writer.bytes(value);
            } else {
                writer.bytes(bytes, starts[i], starts[i + 1]);
            }
        }
        writer.raw('}');
        return writer.toByteArray();
    }
}
