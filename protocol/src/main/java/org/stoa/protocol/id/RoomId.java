package org.stoa.protocol.id;

import java.util.Optional;

/// The id of a room: `!localpart:server` in room versions 1 to 11, `!` and the reference hash of the create event in
/// version 12 and later.
///
/// Spec: appendices#room-ids (v1.19).
public record RoomId(String text) {

    private static final String KIND = "room id";

    /// @throws IdException when the text is not a room id of any version
    public RoomId {
        Grammar.requireIdentifier(text, '!', KIND);
        int colon = text.indexOf(':');
        if (colon >= 0) {
            ServerName.parse(text.substring(colon + 1));
        }
    }

    /// Returns the room id that the text is.
    ///
    /// @throws IdException when it is none
    public static RoomId parse(String text) {
        return new RoomId(text);
    }

    /// Returns the room id that the text is, empty when it is none.
    public static Optional<RoomId> tryParse(String text) {
        return Grammar.attempt(text, RoomId::new);
    }

    /// Returns a room id with a server, as room versions 1 to 11 have it.
    ///
    /// @throws IdException when there can be none
    public static RoomId of(String localpart, ServerName server) {
        Grammar.requireLocalpart(localpart, KIND);
        return new RoomId("!" + localpart + ":" + server.text());
    }

    /// Returns the id of the room that this create event makes, in room version 12 and later.
    ///
    /// Spec: rooms/v12#authorisation-rules (v1.19), rule 1.2.
    public static RoomId ofCreateEvent(EventId create) {
        return new RoomId("!" + create.text().substring(1));
    }

    /// Returns the id of the create event that this id names; only right for a room of version 12 or later.
    public EventId createEventId() {
        return EventId.parse("$" + text.substring(1));
    }

    /// Returns the server that made the id; empty in room version 12 and later. That server need not be in the room.
    public Optional<ServerName> server() {
        int colon = text.indexOf(':');
        return colon < 0
                ? Optional.empty()
                : Optional.of(ServerName.parse(text.substring(colon + 1)));
    }

    @Override
    public String toString() {
        return text;
    }
}
