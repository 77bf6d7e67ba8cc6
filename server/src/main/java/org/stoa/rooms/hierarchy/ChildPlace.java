package org.stoa.rooms.hierarchy;

import java.util.Comparator;
import java.util.Optional;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.json.JsonObject;

/// Where a child of a space stands among the others: the little that is kept of each, however much its event says.
///
/// @param order the `order` of its event, when that is one
/// @param ts when it was named, in milliseconds
record ChildPlace(RoomId room, Optional<String> order, long ts, boolean isSuggested) {
    private static final int MAX_ORDER = 50;

    /// Spec: client-server-api#ordering-of-children-within-a-space (v1.19).
    static final Comparator<ChildPlace> ORDER =
            Comparator.comparing((ChildPlace child) -> child.order().isEmpty())
                    .thenComparing(child -> child.order().orElse(""))
                    .thenComparingLong(ChildPlace::ts)
                    .thenComparing(child -> child.room().toString());

    static ChildPlace of(RoomId room, JsonObject content, long ts) {
        return new ChildPlace(room, order(content), ts, content.bool("suggested").orElse(false));
    }

    /// At most 50 characters from U+0020 to U+007E.
    private static Optional<String> order(JsonObject content) {
        return content.string("order")
                .filter(order -> order.length() <= MAX_ORDER)
                .filter(order -> order.chars().allMatch(c -> c >= 0x20 && c <= 0x7E));
    }
}
