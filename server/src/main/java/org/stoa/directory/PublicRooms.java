package org.stoa.directory;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.stoa.http.auth.Requester;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.event.content.PowerLevels;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.Rooms;
import org.stoa.rooms.head.StateView;
import org.stoa.rooms.persist.PublishedRows;
import org.stoa.rooms.preview.RoomSummaries;
import org.stoa.rooms.send.EventSender;
import org.stoa.storage.Database;
import org.stoa.storage.rooms.PublishedRoomRepository;
import org.stoa.storage.rooms.RoomRepository;

/// The list of rooms that are published on this server, largest first. Thread-safe.
///
/// Spec: client-server-api#published-room-directory (v1.19).
public final class PublicRooms {
    private static final int MAX_LIMIT = 500;

    /// How far rooms are counted: the total is an estimate.
    private static final int MAX_COUNTED = 10_000;

    private final Database database;
    private final Rooms rooms;
    private final RoomSummaries summaries;
    private final EventSender sender;
    private final PublishedRows rows;
    private final RoomRepository repository = new RoomRepository();
    private final PublishedRoomRepository published = new PublishedRoomRepository();
    private final NetworkRooms networks;

    /// Creates it.
    public PublicRooms(
            Database database,
            Rooms rooms,
            RoomSummaries summaries,
            EventSender sender,
            PublishedRows rows) {
        this.database = database;
        this.rooms = rooms;
        this.summaries = summaries;
        this.sender = sender;
        this.rows = rows;
        this.networks = new NetworkRooms(database, rooms, summaries);
    }

    /// What of the list is wanted.
    ///
    /// @param search in name, topic and canonical alias, without regard to case
    /// @param types wanted room types, "" for rooms without one; none for all
    /// @param network a network of an application service, whose rooms alone are wanted
    /// @param limit positive
    /// @param since where the page begins or ends
    public record Wish(
            Optional<String> search,
            List<String> types,
            Optional<String> network,
            OptionalInt limit,
            Optional<String> since) {}

    /// A page of the list, as the answer has it. When few rooms are as wanted it may have less than the limit, and say where
    /// to go on.
    ///
    /// Errors: M_INVALID_PARAM for a `since` that is none.
    public JsonObject page(Wish wish) {
        DirectoryPlace place =
                wish.since().map(DirectoryPlace::parse).orElse(DirectoryPlace.BEGINNING);
        if (wish.network().isPresent()) {
            return networks.page(wish, wish.network().get(), place);
        }
        int limit = Math.min(wish.limit().orElse(MAX_LIMIT), MAX_LIMIT);
        DirectoryWalk walk = new DirectoryWalk(database, wish, limit, this::complete);
        List<DirectoryWalk.Entry> page = walk.from(place);
        long total = database.read(tx -> published.count(tx, MAX_COUNTED));
        JsonObject.Builder answer = answer(page, total);
        walk.next().ifPresent(next -> answer.put("next_batch", next.toString()));
        walk.previous().ifPresent(previous -> answer.put("prev_batch", previous.toString()));
        return answer.build();
    }

    private static JsonObject.Builder answer(List<DirectoryWalk.Entry> page, long total) {
        return JsonObject.builder()
                .put("chunk", JsonArray.of(page.stream().map(DirectoryWalk.Entry::json).toList()))
                .put("total_room_count_estimate", total);
    }

    /// Finds out what the list says of a room that was published before there was such a list.
    private void complete(long room) {
        sender.update(
                rooms.get(room),
                update -> {
                    rows.publish(update);
                    return room;
                });
    }

    /// Whether a room is published.
    ///
    /// Errors: M_NOT_FOUND.
    public boolean isPublished(RoomId roomId) {
        return database.read(tx -> repository.byId(tx, roomId.toString()))
                .orElseThrow(() -> new MatrixException(ErrorCode.NOT_FOUND, "Room not found"))
                .isPublic();
    }

    /// Publishes a room or takes it from the list.
    ///
    /// Errors: M_NOT_FOUND; M_FORBIDDEN when the user may not set the room's canonical alias.
    public void publish(Requester requester, RoomId roomId, boolean publish) {
        Room room =
                rooms.find(roomId)
                        .orElseThrow(
                                () -> new MatrixException(ErrorCode.NOT_FOUND, "Room not found"));
        StateView state = summaries.state(room);
        PowerLevels power = state.powerLevels();
        boolean allowed =
                requester.admin()
                        || (state.membership(requester.userId()) == Membership.JOIN
                                && power.user(requester.userId())
                                        >= power.event("m.room.canonical_alias", true));
        if (!allowed) {
            throw new MatrixException(ErrorCode.FORBIDDEN, "You may not publish this room");
        }
        sender.update(
                room,
                update -> {
                    if (publish) {
                        rows.publish(update);
                    } else {
                        PublishedRows.withdraw(update);
                    }
                    return roomId;
                });
    }
}
