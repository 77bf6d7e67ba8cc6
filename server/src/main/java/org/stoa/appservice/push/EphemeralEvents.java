package org.stoa.appservice.push;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomRules;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.receipts.ReceiptKind;
import org.stoa.rooms.receipts.ReceiptThreads;
import org.stoa.storage.Tx;
import org.stoa.storage.appservice.FollowRepository;
import org.stoa.storage.appservice.FollowRepository.ReceiptRow;

/// Receipts, typing and presence as services get them: the events of /sync, with `room_id` where they are of a room.
///
/// Receipts are rows of the stream; of each user the newest counts. Typing and presence live in memory:
/// a service that was away, or a server that was started again, hears of them as they are, not as they were.
///
/// Spec: application-service-api#pushing-ephemeral-data (v1.19).
final class EphemeralEvents {
    /// Rooms with typing, and users with presence, of one transaction. Of more the oldest are left out: they are hints, and
    /// a service that is that far behind has no use for them.
    private static final int MAX_EACH = 200;

    /// The same for receipts, which come by the room.
    private static final int MAX_RECEIPTS = 2_000;

    private static final long PRIVATE = 1;

    private final Source source;
    private final Interests interests;
    private final FollowRepository follow = new FollowRepository();

    EphemeralEvents(Source source, Interests interests) {
        this.source = source;
        this.interests = interests;
    }

    /// @param reached up to where typing and presence are told
    record Part(List<byte[]> events, long reached) {
        Part {
            events = List.copyOf(events);
        }
    }

    /// A room and a thread.
    private record Place(long room, long thread) {}

    Part read(Tx tx, long from, long to, long ephemeralFrom, long ephemeralTo) {
        List<JsonObject> events = new ArrayList<>();
        receipts(tx, from, to, events);
        newest(source.typing().changedRooms(ephemeralFrom, ephemeralTo)).stream()
                .filter(room -> interests.concernsNow(tx, room))
                .forEach(room -> events.add(typing(room)));
        newest(source.presence().changed(ephemeralFrom, ephemeralTo)).stream()
                .filter(user -> interests.concernsPresence(tx, user))
                .forEach(
                        user ->
                                events.add(
                                        source.presence().of(user).toEvent(source.userId(user))));
        return new Part(
                events.stream()
                        .map(event -> event.toString().getBytes(StandardCharsets.UTF_8))
                        .toList(),
                ephemeralTo);
    }

    private static List<Long> newest(List<Long> oldestFirst) {
        int size = oldestFirst.size();
        return oldestFirst.subList(Math.max(0, size - MAX_EACH), size);
    }

    private JsonObject typing(long room) {
        List<String> users =
                source.typing().users(room).stream()
                        .map(user -> source.userId(user).toString())
                        .toList();
        return JsonObject.of(
                "type",
                "m.typing",
                "room_id",
                source.room(room).roomId().toString(),
                "content",
                JsonObject.of("user_ids", JsonArray.ofStrings(users)));
    }

    private void receipts(Tx tx, long from, long to, List<JsonObject> events) {
        Map<Place, JsonObject> contents = new LinkedHashMap<>();
        for (ReceiptRow row : follow.receipts(tx, from, to, MAX_RECEIPTS).reversed()) {
            boolean isTold = row.kind() != PRIVATE || interests.isOwn(row.user());
            if (isTold && interests.concernsNow(tx, row.room())) {
                contents.merge(
                        new Place(row.room(), row.thread()),
                        with(JsonObject.EMPTY, row),
                        (known, alone) -> with(known, row));
            }
        }
        contents.forEach(
                (place, content) ->
                        events.add(
                                JsonObject.of(
                                        "type",
                                        "m.receipt",
                                        "room_id",
                                        source.room(place.room()).roomId().toString(),
                                        "content",
                                        content)));
    }

    /// Adds a receipt: event id, kind, user.
    private JsonObject with(JsonObject content, ReceiptRow row) {
        Room room = source.room(row.room());
        RoomRules rules = room.rules();
        String eventId = EventId.fromStored(row.eventId(), rules).toString();
        String kind = ReceiptKind.ofStored(row.kind()).type();
        JsonObject ofEvent = content.object(eventId).orElse(JsonObject.EMPTY);
        JsonObject ofKind = ofEvent.object(kind).orElse(JsonObject.EMPTY);
        String user = source.userId(row.user()).toString();
        return content.with(eventId, ofEvent.with(kind, ofKind.with(user, detail(rules, row))));
    }

    private static JsonObject detail(RoomRules rules, ReceiptRow row) {
        JsonObject.Builder detail = JsonObject.builder().put("ts", row.ts());
        byte[] root = row.threadRoot();
        if (root != null) {
            detail.put("thread_id", EventId.fromStored(root, rules).toString());
        } else if (row.thread() == ReceiptThreads.MAIN) {
            detail.put("thread_id", ReceiptThreads.MAIN_ID);
        }
        return detail.build();
    }
}
