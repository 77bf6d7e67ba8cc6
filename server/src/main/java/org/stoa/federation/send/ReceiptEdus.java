package org.stoa.federation.send;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.stoa.protocol.json.JsonObject;

/// Packs receipts into few EDUs. One holds at most one receipt for a user and a room, so that those of other threads go into
/// further ones.
///
/// Spec: server-server-api#receipts (v1.19).
final class ReceiptEdus {
    private final List<Map<String, Map<String, JsonObject>>> packs = new ArrayList<>();

    /// How many there are.
    int size() {
        return packs.size();
    }

    /// Adds a receipt: its events and its data.
    void add(EduKey.Receipt key, JsonObject receipt) {
        for (Map<String, Map<String, JsonObject>> pack : packs) {
            Map<String, JsonObject> users =
                    pack.computeIfAbsent(key.room(), room -> new LinkedHashMap<>());
            if (users.putIfAbsent(key.user(), receipt) == null) {
                return;
            }
        }
        Map<String, JsonObject> users = new LinkedHashMap<>();
        users.put(key.user(), receipt);
        Map<String, Map<String, JsonObject>> pack = new LinkedHashMap<>();
        pack.put(key.room(), users);
        packs.add(pack);
    }

    /// The contents of the EDUs.
    List<JsonObject> contents() {
        List<JsonObject> contents = new ArrayList<>();
        for (Map<String, Map<String, JsonObject>> pack : packs) {
            JsonObject.Builder content = JsonObject.builder();
            pack.forEach(
                    (room, users) ->
                            content.put(room, JsonObject.of("m.read", JsonObject.of(users))));
            contents.add(content.build());
        }
        return contents;
    }
}
