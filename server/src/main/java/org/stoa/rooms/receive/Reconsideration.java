package org.stoa.rooms.receive;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.content.EventTypes;
import org.stoa.protocol.id.EventId;
import org.stoa.rooms.event.EventFlags;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.persist.CurrentState;
import org.stoa.rooms.persist.EventRevision;
import org.stoa.rooms.persist.Extremities;
import org.stoa.rooms.persist.PartialRooms;
import org.stoa.rooms.persist.RoomUpdate;
import org.stoa.rooms.resolve.PriorStates;
import org.stoa.rooms.resolve.StateBefore;
import org.stoa.rooms.state.StateMap;
import org.stoa.storage.Database;

/// Checks the events of a partial room again, when all of its state is known. Only for the holder of the room's lock.
///
/// 1. What was not known of the state is added to the current one, as one version of the main line.
/// 2. Each event gets the state before it, the oldest first. These states are stored near to the current one, from which they
///    differ in little: no stored state is ever changed, so nothing that is kept by its place becomes wrong.
/// 3. Each is checked by its auth events and that state. One that was accepted and fails leaves the timeline; one that was
///    rejected and passes counts for the states after it, like one that was soft-failed.
/// 4. The extremities and the current state are made of what is left.
///
/// Whether an event was soft-failed stays as it is.
final class Reconsideration {
    private final Checks checks;
    private final References.Finder finder;
    private final PriorStates priorStates;
    private final CurrentState currentState;
    private final Extremities extremities;
    private final EventRevision revision;
    private final PartialRooms partialRooms;

    Reconsideration(
            Database database,
            EventStore events,
            PriorStates priorStates,
            CurrentState currentState,
            Extremities extremities,
            EventRevision revision,
            PartialRooms partialRooms) {
        this.checks = new Checks(events, database.names());
        this.finder = new References.Finder(database, events);
        this.priorStates = priorStates;
        this.currentState = currentState;
        this.extremities = extremities;
        this.revision = revision;
        this.partialRooms = partialRooms;
    }

    /// Makes the room whole.
    ///
    /// @param inOrder the events, each after its prev events, as far as those are among them; the first is the join
    /// @param after the states after prev events that are not here
    void reconsider(RoomUpdate update, List<StoredEvent> inOrder, Map<EventId, StateMap> after) {
        addUnknown(update, inOrder.getFirst(), after);
        List<StoredEvent> again = new ArrayList<>();
        for (StoredEvent event : inOrder) {
            again.add(reconsider(update, event, after));
        }
        extremities.anew(update, again);
        update.head(update.head().withExtremities(update.head().extremities(), false));
        priorStates.settle(update);
        partialRooms.end(update);
    }

    /// Adds to the current state what the state before the join has and was not known. What came since stays.
    private void addUnknown(RoomUpdate update, StoredEvent join, Map<EventId, StateMap> after) {
        StateMap known = priorStates.whole(update, join.before());
        References references = finder.of(update, join.parsed());
        StateMap whole = priorStates.unstored(update, references.prevs(), given(references, after));
        StateMap[] current = {update.head().state()};
        whole.forEachDifference(
                known,
                (key, now, then) -> {
                    if (current[0].event(key) == then) {
                        current[0] =
                                now == 0 ? current[0].without(key) : current[0].with(key, now, 0);
                    }
                });
        currentState.become(update, current[0]);
    }

    private static List<StateMap> given(References references, Map<EventId, StateMap> after) {
        return references.missingPrevs().stream()
                .filter(after::containsKey)
                .map(after::get)
                .toList();
    }

    private StoredEvent reconsider(
            RoomUpdate update, StoredEvent event, Map<EventId, StateMap> after) {
        References references = finder.of(update, event.parsed());
        StateBefore before =
                priorStates.again(update, references.prevs(), given(references, after));
        StoredEvent moved = revision.moved(update, event, before);
        boolean wasRejected = (event.header().flags() & EventFlags.REJECTED) != 0;
        boolean isRejected = failure(moved.parsed(), references, before.state()).isPresent();
        if (isRejected == wasRejected) {
            return moved;
        }
        return isRejected
                ? revision.withdrawn(update, moved)
                : revision.reinstated(update, moved, references.auths());
    }

    private Optional<String> failure(Event event, References references, StateMap before) {
        @Nullable Event create = checks.view(before).get(EventTypes.CREATE, "");
        return Checks.place(event, references)
                .or(() -> Checks.byAuthEvents(event, references.auths(), create))
                .or(() -> checks.byStateBefore(event, before));
    }
}
