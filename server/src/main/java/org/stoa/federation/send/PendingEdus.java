package org.stoa.federation.send;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;

/// What one server is to be told that is not stored, as contents by key; put together when it is sent. Not thread-safe.
///
/// Spec: server-server-api#edus (v1.19).
final class PendingEdus {
    /// Beyond it the oldest are dropped: they would be stale.
    private static final int MAX = 1_000;

    private final LinkedHashMap<EduKey, JsonObject> contents = new LinkedHashMap<>();

    boolean isEmpty() {
        return contents.isEmpty();
    }

    void clear() {
        contents.clear();
    }

    /// Adds a content, in the place of the one with the same key.
    void put(EduKey key, JsonObject content) {
        contents.remove(key);
        contents.put(key, content);
        if (contents.size() > MAX) {
            contents.pollFirstEntry();
        }
    }

    /// Takes out what fits into one transaction, oldest first.
    List<JsonObject> take(int max) {
        if (contents.isEmpty()) {
            return List.of();
        }
        List<JsonObject> edus = new ArrayList<>();
        List<JsonObject> presence = new ArrayList<>();
        ReceiptEdus receipts = new ReceiptEdus();
        Iterator<Map.Entry<EduKey, JsonObject>> oldestFirst = contents.entrySet().iterator();
        while (oldestFirst.hasNext() && edus.size() + receipts.size() + 1 < max) {
            Map.Entry<EduKey, JsonObject> next = oldestFirst.next();
            switch (next.getKey()) {
                case EduKey.Typing _ -> edus.add(edu("m.typing", next.getValue()));
                case EduKey.Presence _ -> presence.add(next.getValue());
                case EduKey.Receipt key -> receipts.add(key, next.getValue());
            }
            oldestFirst.remove();
        }
        receipts.contents().forEach(content -> edus.add(edu("m.receipt", content)));
        if (!presence.isEmpty()) {
            edus.add(edu("m.presence", JsonObject.of("push", JsonArray.of(presence))));
        }
        return edus;
    }

    private static JsonObject edu(String type, JsonObject content) {
        return JsonObject.of("edu_type", type, "content", content);
    }
}
