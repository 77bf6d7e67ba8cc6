package org.stoa.directory;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.Rooms;
import org.stoa.rooms.preview.RoomSummaries;
import org.stoa.storage.Database;
import org.stoa.storage.appservice.NetworkRoomRepository;

/// The rooms that application services list for their networks, the largest first. Thread-safe.
///
/// Spec: application-service-api#published-room-directories (v1.19).
final class NetworkRooms {
    private static final int MAX_LIMIT = 500;

    /// Rooms of a network beyond these are not listed; each is looked at for a page.
    private static final int MAX_ROOMS = 5_000;

    private static final Comparator<Listed> LARGEST_FIRST =
            Comparator.comparingLong(Listed::members).thenComparingLong(Listed::room).reversed();

    private final Database database;
    private final Rooms rooms;
    private final RoomSummaries summaries;
    private final NetworkRoomRepository repository = new NetworkRoomRepository();

    NetworkRooms(Database database, Rooms rooms, RoomSummaries summaries) {
        this.database = database;
        this.rooms = rooms;
        this.summaries = summaries;
    }

    private record Listed(long room, long members, JsonObject json) {}

    /// A page of the rooms of one instance of a protocol, which has the id of the service and of the network in it.
    JsonObject page(PublicRooms.Wish wish, String instance, DirectoryPlace place) {
        List<Listed> all =
                numbers(instance).stream()
                        .map(rooms::get)
                        .map(this::listed)
                        .filter(room -> room.members() > 0 && isWanted(room.json(), wish))
                        .sorted(LARGEST_FIRST)
                        .toList();
        int at = index(all, place);
        int limit = Math.min(wish.limit().orElse(MAX_LIMIT), MAX_LIMIT);
        int from = place.forwards() ? at : Math.max(0, at - limit);
        int to = place.forwards() ? Math.min(all.size(), at + limit) : at;
        List<Listed> page = all.subList(from, to);
        JsonObject.Builder answer =
                JsonObject.builder()
                        .put("chunk", JsonArray.of(page.stream().map(Listed::json).toList()))
                        .put("total_room_count_estimate", all.size());
        if (to < all.size() && !page.isEmpty()) {
            Listed last = page.getLast();
            answer.put("next_batch", DirectoryPlace.behind(last.members(), last.room()).toString());
        }
        if (from > 0 && !page.isEmpty()) {
            Listed first = page.getFirst();
            answer.put(
                    "prev_batch", DirectoryPlace.before(first.members(), first.room()).toString());
        }
        return answer.build();
    }

    private List<Long> numbers(String instance) {
        int bar = instance.indexOf('|');
        if (bar < 0) {
            return List.of();
        }
        List<Long> found =
                database.read(
                        tx ->
                                repository.of(
                                        tx,
                                        instance.substring(0, bar),
                                        instance.substring(bar + 1)));
        return found.subList(0, Math.min(found.size(), MAX_ROOMS));
    }

    private Listed listed(Room room) {
        int members = room.visible().head().joined();
        JsonObject.Builder json = RoomSummaries.listed(room.roomId(), summaries.state(room));
        return new Listed(room.nid(), members, json.put("num_joined_members", members).build());
    }

    /// How many rooms stand before a place.
    private static int index(List<Listed> all, DirectoryPlace place) {
        Listed here = new Listed(place.room(), place.members(), JsonObject.EMPTY);
        int index = 0;
        while (index < all.size()) {
            int order = LARGEST_FIRST.compare(all.get(index), here);
            if (order > 0 || (order == 0 && !place.forwards())) {
                break;
            }
            index++;
        }
        return index;
    }

    private static boolean isWanted(JsonObject room, PublicRooms.Wish wish) {
        boolean isOfType =
                wish.types().isEmpty()
                        || wish.types().contains(room.string("room_type").orElse(""));
        Optional<String> term = wish.search().map(text -> text.toLowerCase(Locale.ROOT));
        return isOfType
                && (term.isEmpty()
                        || List.of("name", "topic", "canonical_alias").stream()
                                .map(field -> room.string(field).orElse(""))
                                .anyMatch(
                                        text ->
                                                text.toLowerCase(Locale.ROOT)
                                                        .contains(term.get())));
    }
}
