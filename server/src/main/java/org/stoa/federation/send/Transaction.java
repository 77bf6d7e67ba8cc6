package org.stoa.federation.send;

import java.util.List;
import org.stoa.protocol.json.JsonObject;

/// What one server is told at once. It keeps its id when it is sent again, so that the server takes it once.
///
/// Spec: server-server-api#transactions (v1.19).
record Transaction(String id, List<Item> items, List<JsonObject> edus) {
    /// "They can have at most 50 PDUs and 100 EDUs."
    static final int MAX_PDUS = 50;

    static final int MAX_EDUS = 100;

    Transaction {
        items = List.copyOf(items);
        edus = List.copyOf(edus);
    }

    /// The same without what is stale by the time it is sent again.
    Transaction withoutEdus() {
        return new Transaction(id, items, List.of());
    }

    /// The position up to which the server has been told everything once it has taken this; 0 without events.
    long lastPos() {
        return items.isEmpty() ? 0 : items.getLast().pos();
    }
}
