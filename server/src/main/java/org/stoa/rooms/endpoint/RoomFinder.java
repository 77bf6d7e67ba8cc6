package org.stoa.rooms.endpoint;

import java.util.Optional;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.RoomAlias;
import org.stoa.protocol.id.RoomId;
import org.stoa.rooms.alias.Aliases;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.Rooms;

/// Finds a room by its id or by an alias.
public final class RoomFinder {
    private final Rooms rooms;
    private final Aliases aliases;

    /// Creates it.
    public RoomFinder(Rooms rooms, Aliases aliases) {
        this.rooms = rooms;
        this.aliases = aliases;
    }

    /// The room that the text names, for calls whose answer for an unknown room is not that it is forbidden; empty when this
    /// server does not have it.
    ///
    /// Errors: M_INVALID_PARAM when it is neither an id nor an alias; M_NOT_FOUND for an unknown alias.
    public Optional<Room> known(String idOrAlias) {
        return idOrAlias.startsWith("#")
                ? Optional.of(byAlias(idOrAlias))
                : rooms.find(roomId(idOrAlias));
    }

    private Room byAlias(String text) {
        RoomAlias alias =
                RoomAlias.tryParse(text)
                        .orElseThrow(() -> RoomParameters.invalid("room", "a room id or alias"));
        return rooms.require(
                aliases.findOrAsk(alias)
                        .orElseThrow(
                                () ->
                                        new MatrixException(
                                                ErrorCode.NOT_FOUND,
                                                "Room alias " + alias + " not found")));
    }

    /// Whether an alias is one of this server.
    boolean isLocal(RoomAlias alias) {
        return aliases.isLocal(alias);
    }

    private static RoomId roomId(String text) {
        return RoomId.tryParse(text)
                .orElseThrow(() -> RoomParameters.invalid("room", "a room id or alias"));
    }
}
