package org.stoa.protocol.event;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonObject;

/// The fields of an event that the server itself works with.
record EventHeader(
        RoomId roomId,
        UserId sender,
        String type,
        @Nullable String stateKey,
        JsonObject content,
        long originServerTs,
        long depth,
        List<EventId> prevEvents,
        List<EventId> authEvents,
        @Nullable EventId redacts) {}
