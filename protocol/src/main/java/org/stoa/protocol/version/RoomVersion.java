package org.stoa.protocol.version;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.stoa.protocol.json.JsonObject;

/// The room versions of the specification.
///
/// Spec: rooms (v1.19).
public enum RoomVersion {
    V1("1", RoomRules.V1),
    V2("2", RoomRules.V2),
    V3("3", RoomRules.V3),
    V4("4", RoomRules.V4),
    V5("5", RoomRules.V5),
    V6("6", RoomRules.V6),
    V7("7", RoomRules.V7),
    V8("8", RoomRules.V8),
    V9("9", RoomRules.V9),
    V10("10", RoomRules.V10),
    V11("11", RoomRules.V11),
    V12("12", RoomRules.V12);

    /// The version that new rooms get when nobody asks for another. Spec: rooms (v1.19).
    public static final RoomVersion DEFAULT = V12;

    private static final Map<String, RoomVersion> BY_ID =
            Arrays.stream(values())
                    .collect(Collectors.toUnmodifiableMap(RoomVersion::id, Function.identity()));

    private final String id;

    /// A record of records, enums and `Set.copyOf`: immutable, though its type cannot say so.
    @SuppressWarnings("ImmutableEnumChecker")
    private final RoomRules rules;

    RoomVersion(String id, RoomRules rules) {
        this.id = id;
        this.rules = rules;
    }

    /// Returns the version with this identifier, as in `content.room_version` of a create event; empty when unknown.
    public static Optional<RoomVersion> of(String id) {
        return Optional.ofNullable(BY_ID.get(id));
    }

    /// Returns the version that the content of a create event names; version 1 when it names none, empty when unknown.
    ///
    /// Spec: client-server-api#mroomcreate (v1.19).
    public static Optional<RoomVersion> ofCreateContent(JsonObject content) {
        return content.has("room_version")
                ? content.string("room_version").flatMap(RoomVersion::of)
                : Optional.of(V1);
    }

    /// Returns the identifier, such as `12`.
    public String id() {
        return id;
    }

    /// Returns the rules of rooms of this version; one object for each version.
    public RoomRules rules() {
        return rules;
    }
}
