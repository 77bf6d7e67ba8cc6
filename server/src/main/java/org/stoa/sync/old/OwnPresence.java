package org.stoa.sync.old;

import java.util.List;
import org.stoa.ephemeral.Presence;
import org.stoa.http.auth.Requester;
import org.stoa.protocol.json.JsonObject;

/// The reader's own presence as an event, which the calls before /sync tell him.
///
/// Spec: client-server-api#mpresence (v1.19).
final class OwnPresence {
    private final Presence presence;

    OwnPresence(Presence presence) {
        this.presence = presence;
    }

    List<byte[]> events(Requester requester) {
        String userId = requester.userId().toString();
        JsonObject content =
                presence.of(requester.userNid()).toJson().toBuilder()
                        .put("user_id", userId)
                        .build();
        JsonObject event =
                JsonObject.of("type", "m.presence", "sender", userId, "content", content);
        return List.of(event.toBytes());
    }
}
