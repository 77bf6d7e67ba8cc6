package org.stoa.federation.receive;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.CanonicalJson;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.receipts.Receipts;
import org.stoa.rooms.receipts.Receipts.GivenReceipt;

/// How far users of another server have read.
///
/// Spec: server-server-api#receipts (v1.19).
final class ReceiptEdu implements EduHandler {
    /// Receipts of one transaction that are looked at, and taken in by one write.
    private static final int MAX_RECEIPTS = 500;

    private final EduSubjects subjects;
    private final Receipts receipts;

    ReceiptEdu(EduSubjects subjects, Receipts receipts) {
        this.subjects = subjects;
        this.receipts = receipts;
    }

    @Override
    public String type() {
        return "m.receipt";
    }

    /// What a receipt is about: of two about the same the later counts.
    private record About(String room, UserId user, Optional<String> thread) {}

    /// How far, and when.
    private record Read(EventId event, long ts) {}

    @Override
    public void receive(ServerName origin, List<JsonObject> contents) {
        Map<About, Read> newest = new LinkedHashMap<>();
        for (JsonObject content : contents) {
            for (Map.Entry<String, Json> room : content) {
                if (room.getValue() instanceof JsonObject kinds) {
                    addRoom(origin, room.getKey(), kinds, newest);
                }
            }
        }
        Map<String, Optional<Room>> rooms = new HashMap<>();
        List<GivenReceipt> given = new ArrayList<>();
        newest.forEach(
                (about, read) ->
                        rooms.computeIfAbsent(about.room(), id -> subjects.room(origin, id))
                                .flatMap(room -> receipt(room, about, read))
                                .ifPresent(given::add));
        receipts.receive(given);
    }

    private static void addRoom(
            ServerName origin, String room, JsonObject kinds, Map<About, Read> newest) {
        for (Map.Entry<String, Json> entry : kinds.object("m.read").orElse(JsonObject.EMPTY)) {
            if (entry.getValue() instanceof JsonObject receipt) {
                EduSubjects.user(origin, entry.getKey())
                        .ifPresent(user -> addReceipt(room, user, receipt, newest));
            }
        }
    }

    private static void addReceipt(
            String room, UserId user, JsonObject receipt, Map<About, Read> newest) {
        JsonArray ids = receipt.array("event_ids").orElse(JsonArray.EMPTY);
        JsonObject data = receipt.object("data").orElse(JsonObject.EMPTY);
        Json thread = data.get("thread_id");
        boolean isWrong = thread != null && !(thread instanceof JsonString);
        if (ids.size() != 1 || isWrong || !(ids.get(0) instanceof JsonString(String id))) {
            return;
        }
        About about = new About(room, user, data.string("thread_id"));
        if (newest.size() < MAX_RECEIPTS || newest.containsKey(about)) {
            long ts = Math.clamp(data.integer("ts").orElse(0), 0, CanonicalJson.MAX_INTEGER);
            EventId.tryParse(id).ifPresent(event -> newest.put(about, new Read(event, ts)));
        }
    }

    private Optional<GivenReceipt> receipt(Room room, About about, Read read) {
        return subjects.member(room, about.user())
                .map(
                        member ->
                                new GivenReceipt(
                                        room, member, read.event(), about.thread(), read.ts()));
    }
}
