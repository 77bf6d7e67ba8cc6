package org.stoa.rooms.read;

import java.time.Duration;
import org.stoa.platform.Time;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.RoomId;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.Rooms;

/// Waits for the members of rooms that were entered before these were known. Thread-safe.
public final class WholeRooms {
    /// Clients give up after a while; the members come within seconds, or not before another server answers.
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Rooms rooms;
    private final Time time;

    /// Creates it.
    public WholeRooms(Rooms rooms, Time time) {
        this.rooms = rooms;
        this.time = time;
    }

    /// Waits until all members of a room are known, if this server has it.
    ///
    /// Errors: M_UNKNOWN with status 504 when they are not after a minute.
    public void await(RoomId roomId) {
        rooms.find(roomId).ifPresent(this::await);
    }

    private void await(Room room) {
        if (!room.awaitMembers(time, PATIENCE)) {
            throw new MatrixException(
                            ErrorCode.UNKNOWN,
                            "The members of the room are not known yet; try again soon")
                    .withStatus(504);
        }
    }
}
