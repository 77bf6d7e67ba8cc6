package org.stoa.directory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
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
import org.stoa.rooms.preview.RoomSummaries;
import org.stoa.storage.Database;
import org.stoa.storage.rooms.RoomRepository;
import org.stoa.storage.rows.SetRoomPublic;

/// The list of rooms that are published on this server, largest first. Thread-safe.
///
/// Spec: client-server-api#published-room-directory (v1.19).
public final class PublicRooms {
    private static final int MAX_LIMIT = 500;

    private final Database database;
    private final Rooms rooms;
    private final RoomSummaries summaries;
    private final RoomRepository repository = new RoomRepository();

    /// Creates it.
    public PublicRooms(Database database, Rooms rooms, RoomSummaries summaries) {
        this.database = database;
        this.rooms = rooms;
        this.summaries = summaries;
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

    private record Entry(int members, String roomId, JsonObject json) {}

    /// A page of the list, as the answer has it.
    ///
    /// Errors: M_INVALID_PARAM for a `since` that is none.
    public JsonObject page(Wish wish) {
        List<Entry> all = entries(wish);
        int limit = Math.min(wish.limit().orElse(MAX_LIMIT), MAX_LIMIT);
        Optional<DirectoryPlace> place = wish.since().map(DirectoryPlace::parse);
        boolean forwards = place.map(DirectoryPlace::forwards).orElse(true);
        int at = place.map(found -> index(all, found)).orElse(0);
        int from = forwards ? at : Math.max(0, at - limit);
        int to = forwards ? Math.min(from + limit, all.size()) : at;
        List<Entry> page = all.subList(from, to);
        JsonObject.Builder answer = JsonObject.builder();
        answer.put("chunk", JsonArray.of(page.stream().map(Entry::json).toList()));
        answer.put("total_room_count_estimate", all.size());
        if (to < all.size() && !page.isEmpty()) {
            Entry last = page.getLast();
            answer.put(
                    "next_batch", DirectoryPlace.behind(last.members(), last.roomId()).toString());
        }
        if (from > 0 && !page.isEmpty()) {
            Entry first = page.getFirst();
            answer.put(
                    "prev_batch",
                    DirectoryPlace.before(first.members(), first.roomId()).toString());
        }
        return answer.build();
    }

    private List<Entry> entries(Wish wish) {
        List<Entry> all = new ArrayList<>();
        if (wish.network().isPresent()) {
            // Only application services have networks, and there are none yet.
            return all;
        }
        for (long number : database.read(repository::published)) {
            entry(rooms.get(number))
                    .filter(entry -> matches(entry.json(), wish))
                    .ifPresent(all::add);
        }
        all.sort(Comparator.comparingInt(Entry::members).reversed().thenComparing(Entry::roomId));
        return all;
    }

    /// How many rooms stand before the place.
    private static int index(List<Entry> all, DirectoryPlace place) {
        int index = 0;
        while (index < all.size() && isBefore(all.get(index), place)) {
            index++;
        }
        return index;
    }

    private static boolean isBefore(Entry entry, DirectoryPlace place) {
        int order = place.compare(entry.members(), entry.roomId());
        return order < 0 || (order == 0 && place.forwards());
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
        database.execute(tx -> tx.add(new SetRoomPublic(room.nid(), publish)));
    }

    private Optional<Entry> entry(Room room) {
        int members = room.visible().head().joined();
        return members == 0
                ? Optional.empty()
                : Optional.of(new Entry(members, room.roomId().toString(), summaries.listed(room)));
    }

    private static boolean matches(JsonObject room, Wish wish) {
        boolean type =
                wish.types().isEmpty()
                        || wish.types().contains(room.string("room_type").orElse(""));
        return type
                && wish.search()
                        .map(term -> term.toLowerCase(Locale.ROOT))
                        .map(
                                term ->
                                        contains(room, "name", term)
                                                || contains(room, "topic", term)
                                                || contains(room, "canonical_alias", term))
                        .orElse(true);
    }

    private static boolean contains(JsonObject room, String field, String term) {
        return room.string(field).orElse("").toLowerCase(Locale.ROOT).contains(term);
    }
}
