package org.stoa.rooms.receive;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.EventId;
import org.stoa.rooms.event.EventFlags;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.EventStore.Numbered;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.RoomHead;
import org.stoa.rooms.send.Recommendations;
import org.stoa.storage.Database;

/// Has the policy server of a room say what it thinks of events that came, by the state that is current now; before the room's
/// lock is taken. Thread-safe.
///
/// It is not asked about what was taken in before, nor about what lacks events that it names: that comes again, once these are
/// here, and whoever sends such would cause many questions with each.
final class PolicyAnswers {
    private final Database database;
    private final EventStore events;
    private volatile Recommendations recommendations = Recommendations.NOT_NEEDED;

    PolicyAnswers(Database database, EventStore events) {
        this.database = database;
        this.events = events;
    }

    void askFor(Recommendations others) {
        recommendations = others;
    }

    /// Returns the events with the answers, in their order.
    List<ReceivedEvent> with(Room room, List<ReceivedEvent> received) {
        RoomHead head = room.visible().head();
        if (received.stream().noneMatch(each -> isNeeded(head, each.event()))) {
            return received;
        }
        Here here = here(received);
        List<ReceivedEvent> asked = new ArrayList<>();
        Set<EventId> coming = new HashSet<>();
        for (ReceivedEvent each : received) {
            if (isReady(each, here, coming)) {
                coming.add(each.event().eventId());
                if (isNeeded(head, each.event()) && !here.isPlaced(each.event())) {
                    asked.add(each);
                }
            }
        }
        Map<EventId, Recommendations.Answer> answers =
                recommendations.answers(room, asked.stream().map(ReceivedEvent::event).toList());
        return received.stream()
                .map(each -> answered(head, each, answers.get(each.event().eventId())))
                .toList();
    }

    private ReceivedEvent answered(
            RoomHead head, ReceivedEvent received, Recommendations.@Nullable Answer answer) {
        if (answer != null) {
            return received.answered(answer);
        }
        return isNeeded(head, received.event()) ? received.unasked() : received;
    }

    private boolean isNeeded(RoomHead head, Event event) {
        return recommendations.areNeeded(head, event.type(), event.stateKey());
    }

    /// Whether an event can be taken in with what is here, and with those before it that can be.
    private static boolean isReady(ReceivedEvent received, Here here, Set<EventId> coming) {
        Event event = received.event();
        boolean hasPlace =
                received.stateBefore().isPresent() || here.hasAll(event.prevEvents(), coming);
        return hasPlace && here.hasAll(event.authEvents(), coming);
    }

    /// What is here of some events and of those that they name.
    ///
    /// @param placed those that have a verdict
    private record Here(Set<EventId> all, Set<EventId> placed) {
        boolean hasAll(Collection<EventId> ids, Set<EventId> coming) {
            return ids.stream().allMatch(id -> all.contains(id) || coming.contains(id));
        }

        boolean isPlaced(Event event) {
            return placed.contains(event.eventId());
        }
    }

    /// Also what is on its way to its commit, without the lock: if that fails, one question was asked in vain.
    private Here here(List<ReceivedEvent> received) {
        Set<EventId> own = new LinkedHashSet<>();
        Set<EventId> named = new LinkedHashSet<>();
        for (ReceivedEvent each : received) {
            own.add(each.event().eventId());
            named.addAll(each.event().prevEvents());
            named.addAll(each.event().authEvents());
        }
        named.addAll(own);
        return database.read(
                tx -> {
                    Map<EventId, Numbered> found = events.numbered(tx, named);
                    found.values().removeIf(Numbered::isMissing);
                    List<Long> numbers = new ArrayList<>();
                    found.forEach(
                            (id, number) -> {
                                if (own.contains(id)) {
                                    numbers.add(number.event());
                                }
                            });
                    Set<EventId> placed = new HashSet<>();
                    for (StoredEvent stored : events.getAll(tx, numbers).values()) {
                        if ((stored.header().flags() & EventFlags.OUTLIER) == 0) {
                            placed.add(stored.eventId());
                        }
                    }
                    return new Here(Set.copyOf(found.keySet()), placed);
                });
    }
}
