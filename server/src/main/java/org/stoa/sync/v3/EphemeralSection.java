package org.stoa.sync.v3;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.stoa.ephemeral.Typing;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomRules;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.Rooms;
import org.stoa.rooms.receipts.ReceiptKind;
import org.stoa.rooms.receipts.ReceiptThreads;
import org.stoa.storage.Names;
import org.stoa.storage.Tx;
import org.stoa.storage.receipts.ReceiptRepository;
import org.stoa.storage.receipts.ReceiptRepository.ServedReceipt;

/// `ephemeral`: who is typing, and who has read how far.
///
/// Spec: client-server-api#typing-notifications, #receipts (v1.19).
public final class EphemeralSection {
    private final Rooms rooms;
    private final Names names;
    private final Typing typing;
    private final ReceiptRepository repository = new ReceiptRepository();

    /// Creates it.
    public EphemeralSection(Rooms rooms, Names names, Typing typing) {
        this.rooms = rooms;
        this.names = names;
        this.typing = typing;
    }

    /// Receipts as events, and whether one of them is the reader's own, so that his counts changed.
    ///
    /// @param events one for each thread
    public record ReceiptEvents(List<JsonObject> events, boolean hasOwn) {
        static final ReceiptEvents NONE = new ReceiptEvents(List.of(), false);
    }

    /// The list of those who type in a room, as an event.
    public JsonObject typing(long room) {
        List<String> userIds =
                typing.users(room).stream().map(user -> names.userId(user).toString()).toList();
        return JsonObject.of(
                "type",
                "m.typing",
                "content",
                JsonObject.of("user_ids", JsonArray.ofStrings(userIds)));
    }

    /// The receipts of a room that changed after `from` and not after `to`, as a reader may see them. Receipts SHOULD be
    /// batched into one event per room and thread.
    public ReceiptEvents receipts(Tx tx, Room room, long reader, long from, long to) {
        if (rooms.lastReceipt(room.nid()) <= from) {
            return ReceiptEvents.NONE;
        }
        Map<Long, JsonObject> contentByThread = new LinkedHashMap<>();
        boolean hasOwn = false;
        for (ServedReceipt receipt : repository.changed(tx, room.nid(), reader, from, to)) {
            hasOwn |= receipt.user() == reader;
            contentByThread.merge(
                    receipt.thread(),
                    with(JsonObject.EMPTY, room.rules(), receipt),
                    (known, alone) -> with(known, room.rules(), receipt));
        }
        List<JsonObject> events = new ArrayList<>();
        for (JsonObject content : contentByThread.values()) {
            events.add(JsonObject.of("type", "m.receipt", "content", content));
        }
        return new ReceiptEvents(events, hasOwn);
    }

    /// Adds a receipt to the content of its thread: event id, kind, user.
    private JsonObject with(JsonObject content, RoomRules rules, ServedReceipt receipt) {
        String eventId = EventId.fromStored(receipt.eventId(), rules).toString();
        String kind = ReceiptKind.ofStored(receipt.kind()).type();
        JsonObject ofEvent = content.object(eventId).orElse(JsonObject.EMPTY);
        JsonObject ofKind = ofEvent.object(kind).orElse(JsonObject.EMPTY);
        String user = names.userId(receipt.user()).toString();
        return content.with(eventId, ofEvent.with(kind, ofKind.with(user, detail(rules, receipt))));
    }

    private static Json detail(RoomRules rules, ServedReceipt receipt) {
        JsonObject.Builder detail = JsonObject.builder().put("ts", receipt.ts());
        byte[] root = receipt.threadRoot();
        if (root != null) {
            detail.put("thread_id", EventId.fromStored(root, rules).toString());
        } else if (receipt.thread() == ReceiptThreads.MAIN) {
            detail.put("thread_id", ReceiptThreads.MAIN_ID);
        }
        return detail.build();
    }
}
