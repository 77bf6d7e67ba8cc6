package org.stoa.federation.receive;

import java.util.ArrayList;
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
    /// Receipts of one EDU that are taken in, by one write.
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

    @Override
    public void receive(ServerName origin, JsonObject content) {
        List<GivenReceipt> given = new ArrayList<>();
        for (Map.Entry<String, Json> entry : content) {
            if (given.size() < MAX_RECEIPTS && entry.getValue() instanceof JsonObject kinds) {
                subjects.room(origin, entry.getKey())
                        .ifPresent(room -> addRoom(origin, room, kinds, given));
            }
        }
        receipts.receive(given);
    }

    private void addRoom(ServerName origin, Room room, JsonObject kinds, List<GivenReceipt> given) {
        for (Map.Entry<String, Json> entry : kinds.object("m.read").orElse(JsonObject.EMPTY)) {
            if (given.size() < MAX_RECEIPTS && entry.getValue() instanceof JsonObject receipt) {
                Optional<UserId> user = EduSubjects.user(origin, entry.getKey());
                user.flatMap(id -> subjects.member(room, id))
                        .flatMap(member -> receipt(room, member, receipt))
                        .ifPresent(given::add);
            }
        }
    }

    private static Optional<GivenReceipt> receipt(Room room, long user, JsonObject receipt) {
        JsonArray ids = receipt.array("event_ids").orElse(JsonArray.EMPTY);
        JsonObject about = receipt.object("data").orElse(JsonObject.EMPTY);
        Json thread = about.get("thread_id");
        boolean isWrong = thread != null && !(thread instanceof JsonString);
        if (ids.size() != 1 || isWrong || !(ids.get(0) instanceof JsonString(String id))) {
            return Optional.empty();
        }
        long ts = Math.clamp(about.integer("ts").orElse(0), 0, CanonicalJson.MAX_INTEGER);
        return EventId.tryParse(id)
                .map(event -> new GivenReceipt(room, user, event, about.string("thread_id"), ts));
    }
}
