package org.stoa.federation.membership;

import java.util.function.Supplier;
import org.stoa.platform.Platform;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.EventSigner;
import org.stoa.protocol.event.SigningKey;
import org.stoa.protocol.event.content.EventTypes;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonException;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomRules;
import org.stoa.remote.keys.OwnKeys;

/// Makes and signs member events for rooms that this server is not in, and signs those of others. Thread-safe.
final class OwnEvents {
    private static final int ID_LENGTH = 18;

    private final ServerName serverName;
    private final Supplier<SigningKey> key;
    private final Platform platform;

    OwnEvents(OwnKeys keys, Platform platform) {
        this.serverName = keys.serverName();
        this.key = keys::current;
        this.platform = platform;
    }

    /// The member event of a user at the place that a template names.
    ///
    /// Errors: M_UNKNOWN with status 502 when no event can stand there.
    Event member(RoomId room, UserId user, JsonObject content, Template template) {
        RoomRules rules = template.version().rules();
        JsonObject.Builder pdu =
                JsonObject.builder()
                        .put("type", EventTypes.MEMBER)
                        .put("room_id", room.toString())
                        .put("sender", user.toString())
                        .put("state_key", user.toString())
                        .put("content", content)
                        .put("origin", serverName.text())
                        .put("origin_server_ts", platform.time().millis())
                        .put("depth", template.depth())
                        .put("prev_events", template.prevEvents())
                        .put("auth_events", template.authEvents());
        if (!rules.eventIdFormat().isHash()) {
            pdu.put("event_id", "$" + platform.randomness().opaque(ID_LENGTH) + ":" + serverName);
        }
        try {
            return Event.parse(
                    EventSigner.hashAndSign(pdu.build(), serverName, key.get(), rules), rules);
        } catch (MatrixException | JsonException invalid) {
            throw Refusals.nonsense("the template has not the format of the room's version");
        }
    }

    /// The event with the signatures that another server has added to it; nothing else is taken from what it returned.
    static Event withSignatures(Event event, JsonObject returned, ServerName signer) {
        JsonObject added =
                returned.object("signatures")
                        .flatMap(all -> all.object(signer.text()))
                        .orElse(JsonObject.EMPTY);
        JsonObject signatures =
                event.json()
                        .object("signatures")
                        .orElse(JsonObject.EMPTY)
                        .with(signer.text(), added);
        return Event.stored(
                event.eventId(),
                event.roomId(),
                event.json().with("signatures", signatures),
                event.rules());
    }
}
