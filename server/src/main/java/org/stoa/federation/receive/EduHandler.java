package org.stoa.federation.receive;

import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.JsonObject;

/// Takes in one kind of what is ephemeral (EDU). What is not valid of it is left out; nobody is told. Thread-safe.
///
/// Spec: server-server-api#edus (v1.19).
interface EduHandler {
    /// Returns the type.
    String type();

    /// Takes one in.
    ///
    /// @param content as it came
    void receive(ServerName origin, JsonObject content);
}
