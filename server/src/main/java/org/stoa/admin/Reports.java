package org.stoa.admin;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoa.http.auth.Requester;
import org.stoa.platform.Time;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.UserId;
import org.stoa.rooms.RoomsModule;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.read.Visibility;
import org.stoa.storage.Database;
import org.stoa.storage.Tx;
import org.stoa.storage.reports.ReportRepository;
import org.stoa.storage.reports.ReportRepository.Numbered;
import org.stoa.storage.reports.ReportRow;

/// What users reported, kept for the operator. Thread-safe. Spec: client-server-api#reporting-content (v1.19).
public final class Reports {
    private static final int MAX_REASON = 10_000;

    private final Database database;
    private final RoomsModule rooms;
    private final Time time;
    private final ReportRepository repository = new ReportRepository();

    /// Keeps reports in this database.
    public Reports(Database database, RoomsModule rooms, Time time) {
        this.database = database;
        this.rooms = rooms;
        this.time = time;
    }

    /// Takes a report of an event that the reporter can see in a room that he is joined to.
    ///
    /// Errors: M_NOT_FOUND otherwise, so that nobody learns what is there; M_INVALID_PARAM for a reason that is too long.
    public void event(Requester requester, String roomId, String eventId, String reason) {
        Room room = room(roomId).orElseThrow(Reports::noEvent);
        EventId wanted = EventId.tryParse(eventId).orElseThrow(Reports::noEvent);
        StoredEvent event = database.read(tx -> seen(tx, requester, room, wanted));
        String sender = event.parsed().sender().toString();
        store(requester, roomId, eventId, sender, reason);
    }

    /// Takes a report of a room, which the reporter need not be in.
    ///
    /// Errors: M_NOT_FOUND when this server does not have it; M_INVALID_PARAM for a reason that is too long.
    public void room(Requester requester, String roomId, String reason) {
        if (room(roomId).isEmpty()) {
            throw new MatrixException(ErrorCode.NOT_FOUND, "The room was not found");
        }
        store(requester, roomId, null, null, reason);
    }

    /// Takes a report of a user.
    ///
    /// Errors: M_NOT_FOUND when nobody here has heard of the user; M_INVALID_PARAM for a reason that is too long.
    public void user(Requester requester, String userId, String reason) {
        boolean known = UserId.tryParse(userId).flatMap(database.names()::findUser).isPresent();
        if (!known) {
            throw new MatrixException(ErrorCode.NOT_FOUND, "The user was not found");
        }
        store(requester, null, null, userId, reason);
    }

    /// Returns reports, the newest first, at most `limit`.
    ///
    /// @param before the number of the last one of the page before; the largest number for the first page
    public List<Numbered> list(long before, int limit) {
        return database.read(tx -> repository.list(tx, before, limit));
    }

    /// Deletes a report that was dealt with; `false` when there is none of that number.
    public boolean delete(long number) {
        return database.write(tx -> repository.delete(tx, number));
    }

    private Optional<Room> room(String roomId) {
        return RoomId.tryParse(roomId).flatMap(rooms.rooms()::find);
    }

    private StoredEvent seen(Tx tx, Requester requester, Room room, EventId eventId) {
        Visibility.Reader reader = rooms.visibility().reader(tx, room, requester.userId());
        if (!rooms.access().isJoined(requester, room)) {
            throw noEvent();
        }
        return rooms.events()
                .find(tx, room.nid(), room.rules(), eventId)
                .filter(reader::sees)
                .orElseThrow(Reports::noEvent);
    }

    private void store(
            Requester requester,
            @Nullable String roomId,
            @Nullable String eventId,
            @Nullable String userId,
            String reason) {
        if (reason.length() > MAX_REASON) {
            throw new MatrixException(
                    ErrorCode.INVALID_PARAM, "A reason has at most " + MAX_REASON + " characters");
        }
        var row =
                new ReportRow(
                        requester.userId().toString(),
                        roomId,
                        eventId,
                        userId,
                        reason.replace("\u0000", ""),
                        time.millis());
        database.execute(tx -> repository.insert(tx, requester.userNid(), row));
    }

    private static MatrixException noEvent() {
        return new MatrixException(
                ErrorCode.NOT_FOUND, "The event was not found, or you are not in the room");
    }
}
