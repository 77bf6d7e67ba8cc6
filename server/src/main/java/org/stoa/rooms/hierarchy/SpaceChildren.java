package org.stoa.rooms.hierarchy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.StateView;
import org.stoa.storage.Names;

/// Reads the children of spaces, in the order in which they are shown. Thread-safe.
///
/// Spec: client-server-api#mspacechild, #ordering-of-children-within-a-space (v1.19).
final class SpaceChildren {
    private static final String CHILD = "m.space.child";

    private final EventStore events;
    private final Names names;

    SpaceChildren(EventStore events, Names names) {
        this.events = events;
        this.names = names;
    }

    /// The children of a room; none when it is no space.
    ///
    /// @param suggestedOnly whether only those count that are suggested
    List<SpaceChild> of(Room room, boolean suggestedOnly) {
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
        List<SpaceChild> children = new ArrayList<>();
        room.visible()
                .head()
                .state()
                .forEach((key, event, version) -> child(type.get(), key, event, children));
        return children.stream()
                .filter(child -> !suggestedOnly || child.isSuggested())
                .sorted(SpaceChild.ORDER)
                .toList();
    }

    private void child(long type, long key, long number, List<SpaceChild> children) {
        Names.StateKeyText text = names.stateKeyText(key);
        if (text.type() != type) {
            return;
        }
        SpaceChild.of(text.text(), events.get(number).parsed()).ifPresent(children::add);
    }
}
