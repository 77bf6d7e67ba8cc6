package org.stoa.protocol.id;

import java.util.Optional;

/// An alias of a room, `#localpart:server`; the localpart may be any text without `:` and NUL.
///
/// Spec: appendices#room-aliases (v1.19).
public record RoomAlias(String localpart, ServerName server) {

    private static final String KIND = "room alias";

    /// @throws IdException when the localpart has a character that no alias has, or the alias is too long
    public RoomAlias {
        Grammar.requireLocalpart(localpart, KIND);
        Grammar.requireLength(text(localpart, server), KIND);
    }

    /// Returns the alias of that name on that server.
    ///
    /// @throws IdException when there can be none
    public static RoomAlias of(String localpart, ServerName server) {
        return new RoomAlias(localpart, server);
    }

    /// Returns the room alias that the text is.
    ///
    /// @throws IdException when it is none
    public static RoomAlias parse(String text) {
        Grammar.requireIdentifier(text, '#', KIND);
        int colon = Grammar.requireColon(text, KIND);
        return new RoomAlias(text.substring(1, colon), ServerName.parse(text.substring(colon + 1)));
    }

    /// Returns the room alias that the text is, empty when it is none.
    public static Optional<RoomAlias> tryParse(String text) {
        return Grammar.attempt(text, RoomAlias::parse);
    }

    /// Returns the alias as text.
    @Override
    public String toString() {
        return text(localpart, server);
    }

    private static String text(String localpart, ServerName server) {
        return "#" + localpart + ":" + server.text();
    }
}
