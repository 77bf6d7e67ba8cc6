package org.stoa.rooms.hierarchy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.StateView;
import org.stoa.storage.Names;

/// Reads the children of spaces, in the order in which they are shown. Thread-safe.
///
/// Spec: client-server-api#mspacechild, #ordering-of-children-within-a-space (v1.19).
final class SpaceChildren {
    private static final String CHILD = "m.space.child";
    private static final int MAX_ORDER = 50;
    private static final Comparator<Child> ORDER =
            Comparator.comparing((Child child) -> child.order().isEmpty())
                    .thenComparing(child -> child.order().orElse(""))
                    .thenComparingLong(child -> child.event().originServerTs())
                    .thenComparing(child -> child.room().toString());

    private final EventStore events;
    private final Names names;

    SpaceChildren(EventStore events, Names names) {
        this.events = events;
        this.names = names;
    }

    /// A room that a space names as its child.
    record Child(RoomId room, Event event) {
        /// The `order`, when it is one: at most 50 characters from U+0020 to U+007E.
        Optional<String> order() {
            return event.content()
                    .string("order")
                    .filter(order -> order.length() <= MAX_ORDER)
                    .filter(order -> order.chars().allMatch(c -> c >= 0x20 && c <= 0x7E));
        }

        boolean isSuggested() {
            return event.content().bool("suggested").orElse(false);
        }

        /// The event as a stripped state event with its time.
        JsonObject stripped() {
            return JsonObject.builder()
                    .put("type", event.type())
                    .put("state_key", room.toString())
                    .put("sender", event.sender().toString())
                    .put("content", event.content())
                    .put("origin_server_ts", event.originServerTs())
                    .build();
        }
    }

    /// The children of a room; none when it is no space.
    ///
    /// @param suggestedOnly whether only those count that are suggested
    List<Child> of(Room room, boolean suggestedOnly) {
        StateView state = new StateView(room.visible().head().state(), names, events);
        boolean isSpace =
                state.content("m.room.create", "")
                        .string("type")
                        .filter("m.space"::equals)
                        .isPresent();
        Optional<Long> type = names.findType(CHILD);
        if (!isSpace || type.isEmpty()) {
            return List.of();
        }
        List<Child> children = new ArrayList<>();
        room.visible()
                .head()
                .state()
                .forEach((key, event, version) -> child(type.get(), key, event, children));
        return children.stream()
                .filter(child -> !suggestedOnly || child.isSuggested())
                .sorted(ORDER)
                .toList();
    }

    private void child(long type, long key, long number, List<Child> children) {
        Names.StateKeyText text = names.stateKeyText(key);
        if (text.type() != type) {
            return;
        }
        Event event = events.get(number).parsed();
        RoomId.tryParse(text.text())
                .filter(room -> hasVia(event.content()))
                .ifPresent(room -> children.add(new Child(room, event)));
    }

    /// "Child rooms can be removed from a space by omitting the `via` key."
    private static boolean hasVia(JsonObject content) {
        JsonArray via = content.array("via").orElse(JsonArray.EMPTY);
        return !via.isEmpty() && via.isAllStrings();
    }
}
