package org.stoa.bridge;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stoa.protocol.json.JsonObject;

/// What the homeserver asks about the networks behind a bridge. Empty answers become M_NOT_FOUND.
///
/// Spec: application-service-api#third-party-networks (v1.19).
public interface ThirdParty {

    /// Knows no networks.
    ThirdParty NONE = new ThirdParty() {};

    /// Returns the description of the protocol.
    default Optional<JsonObject> protocol(String name) {
        return Optional.empty();
    }

    /// Returns the places of the protocol that the fields name, each with `alias`, `protocol` and `fields`.
    default List<JsonObject> locations(String protocol, Map<String, String> fields) {
        return List.of();
    }

    /// Returns the places behind the alias.
    default List<JsonObject> locationsOf(String alias) {
        return List.of();
    }

    /// Returns the users of the protocol that the fields name, each with `userid`, `protocol` and `fields`.
    default List<JsonObject> users(String protocol, Map<String, String> fields) {
        return List.of();
    }

    /// Returns who is behind the user id.
    default List<JsonObject> usersOf(String userId) {
        return List.of();
    }
}
