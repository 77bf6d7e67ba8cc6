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
import org.stoa.protocol.event.content.HistoryVisibility;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.event.content.PowerLevels;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.Rooms;
import org.stoa.rooms.head.StateView;
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
    private final EventStore events;
    private final RoomRepository repository = new RoomRepository();

    /// Creates it.
    public PublicRooms(Database database, Rooms rooms, EventStore events) {
        this.database = database;
        this.rooms = rooms;
        this.events = events;
    }

    /// What of the list is wanted.
    ///
    /// @param search in name, topic and canonical alias, without regard to case
    /// @param types wanted room types, "" for rooms without one; none for all
    /// @param since where the last page ended
    public record Wish(
            Optional<String> search,
            List<String> types,
            OptionalInt limit,
            Optional<String> since) {}

    private record Entry(int members, JsonObject json) {}

    /// A page of the list, as the answer has it.
    ///
    /// Errors: M_INVALID_PARAM for a `since` that is none.
    public JsonObject page(Wish wish) {
        List<Entry> all = new ArrayList<>();
        for (long number : database.read(repository::published)) {
            entry(rooms.get(number))
                    .filter(entry -> matches(entry.json(), wish))
                    .ifPresent(all::add);
        }
        all.sort(
                Comparator.comparingInt(Entry::members)
                        .reversed()
                        .thenComparing(entry -> entry.json().string("room_id").orElse("")));
        int from = Math.min(offset(wish.since()), all.size());
        int limit = Math.min(wish.limit().orElse(MAX_LIMIT), MAX_LIMIT);
        int to = Math.min(from + limit, all.size());
        JsonObject.Builder answer = JsonObject.builder();
        answer.put("chunk", JsonArray.of(all.subList(from, to).stream().map(Entry::json).toList()));
        answer.put("total_room_count_estimate", all.size());
        if (to < all.size()) {
            answer.put("next_batch", "p" + to);
        }
        if (from > 0) {
            answer.put("prev_batch", "p" + Math.max(0, from - limit));
        }
        return answer.build();
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
        StateView state = state(room);
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
        StateView state = state(room);
        JsonObject create = state.content("m.room.create", "");
        JsonObject joinRules = state.content("m.room.join_rules", "");
        int members = room.visible().head().joined();
        if (members == 0) {
            return Optional.empty();
        }
        JsonObject.Builder json = JsonObject.builder();
        json.put("room_id", room.roomId().toString());
        json.put("num_joined_members", members);
        json.put(
                "world_readable",
                HistoryVisibility.in(state.get("m.room.history_visibility", ""))
                        == HistoryVisibility.WORLD_READABLE);
        json.put(
                "guest_can_join",
                state.content("m.room.guest_access", "")
                        .string("guest_access")
                        .equals(Optional.of("can_join")));
        json.put("join_rule", joinRules.string("join_rule").orElse("invite"));
        text(state, "m.room.name", "name").ifPresent(name -> json.put("name", name));
        text(state, "m.room.topic", "topic").ifPresent(topic -> json.put("topic", topic));
        text(state, "m.room.avatar", "url").ifPresent(url -> json.put("avatar_url", url));
        text(state, "m.room.canonical_alias", "alias")
                .ifPresent(alias -> json.put("canonical_alias", alias));
        create.string("type").ifPresent(type -> json.put("room_type", type));
        return Optional.of(new Entry(members, json.build()));
    }

    private static Optional<String> text(StateView state, String type, String field) {
        return state.content(type, "").string(field).filter(text -> !text.isEmpty());
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

    private static int offset(Optional<String> since) {
        if (since.isEmpty()) {
            return 0;
        }
        String text = since.get();
        boolean wellFormed =
                text.startsWith("p")
                        && text.length() > 1
                        && text.length() < 9
                        && text.substring(1).chars().allMatch(c -> c >= '0' && c <= '9');
        if (!wellFormed) {
            throw new MatrixException(
                    ErrorCode.INVALID_PARAM, "since is no token of the room directory");
        }
        return Integer.parseInt(text.substring(1));
    }

    private StateView state(Room room) {
        return new StateView(room.visible().head().state(), database.names(), events);
    }
}
