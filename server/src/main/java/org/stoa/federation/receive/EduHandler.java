package org.stoa.federation.receive;

import java.util.List;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.JsonObject;

/// Takes in one kind of what is ephemeral (EDU). What is not valid of it is left out; nobody is told. Thread-safe.
///
/// Spec: server-server-api#edus (v1.19).
interface EduHandler {
    /// Returns the type.
    String type();

    /// Takes in what one transaction has of this type, so that what it says twice costs once.
    ///
    /// @param contents as they came, in order; at least one
    void receive(ServerName origin, List<JsonObject> contents);
}
