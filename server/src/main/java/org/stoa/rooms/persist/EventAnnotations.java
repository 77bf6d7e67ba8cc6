package org.stoa.rooms.persist;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.EventId;
import org.stoa.rooms.event.EventFlags;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.StateView;
import org.stoa.rooms.send.Draft;
import org.stoa.rooms.state.StateMap;
import org.stoa.storage.Database;
import org.stoa.storage.Names;
import org.stoa.storage.rooms.EventGraphRepository;
import org.stoa.storage.rooms.EventRepository;

/// Finds what is stored beside an event so that unread counts need no row per member: its thread, whether it counts,
/// and the running totals of counted events.
///
/// Why: docs/adr/0011-unread-counts-are-made-when-they-are-read.md.
public final class EventAnnotations {
    /// How many relations are followed from an event to the root of its thread.
    private static final int MAX_HOPS = 3;

    private final Database database;
    private final EventStore events;
    private final Names names;
    private final EventRepository repository = new EventRepository();
    private final EventGraphRepository graph = new EventGraphRepository();

    /// Creates the finder.
    public EventAnnotations(Database database, EventStore events, Names names) {
        this.database = database;
        this.events = events;
        this.names = names;
    }

    /// What is stored beside an event.
    ///
    /// @param thread number of the root of its thread; 0 for the main timeline
    /// @param flags bits of {@link EventFlags}
    /// @param countedMain running total of the main timeline with this event
    /// @param countedThread running total of its thread with this event; 0 in the main timeline
    /// @param redaction number of the redaction that came before it; 0 for none
    public record Annotation(
            long thread, long flags, long countedMain, long countedThread, long redaction) {}

    /// What is stored beside an event that is not in the timeline.
    static Annotation ofOutside(long redaction) {
        return new Annotation(0, redacted(redaction), 0, 0, redaction);
    }

    /// What is stored beside an event that comes now.
    ///
    /// @param before the state before it
    /// @param redaction number of the redaction that has taken the event's content already; 0 for none
    Annotation ofLive(
            RoomUpdate update, Event event, Draft draft, StateMap before, long redaction) {
        Room room = update.room();
        long thread = event.isState() ? 0 : thread(room, event);
        // One that arrives already redacted is not counted at all.
        boolean counts = redaction == 0 && !draft.spreadsProfile() && counts(update, event, before);
        long flags =
                (counts ? EventFlags.COUNTED : 0)
                        | redacted(redaction)
                        | (CountedEvents.mentions(event) ? EventFlags.MENTIONS : 0);
        long main = update.head().countedMain();
        if (thread == 0) {
            return new Annotation(0, flags, counts ? main + 1 : main, 0, redaction);
        }
        long total = threadTotal(update, thread) + (counts ? 1 : 0);
        update.threadTotal(thread, total);
        return new Annotation(thread, flags, main, total, redaction);
    }

    /// What is stored beside an event of the history from before this server was there: it was never unread, so the totals
    /// are those of the event below it.
    Annotation ofHistory(Room room, Event event, long ord, long redaction) {
        long thread = event.isState() ? 0 : thread(room, event);
        return database.read(
                tx ->
                        new Annotation(
                                thread,
                                redacted(redaction),
                                graph.countedMainBelow(tx, room.nid(), ord),
                                thread == 0
                                        ? 0
                                        : graph.countedThreadBelow(tx, room.nid(), thread, ord),
                                redaction));
    }

    private static long redacted(long redaction) {
        return redaction == 0 ? 0 : EventFlags.REDACTED;
    }

    private boolean counts(RoomUpdate update, Event event, StateMap before) {
        StateView state = new StateView(before, names, events);
        return CountedEvents.counts(event, state, update.head().joined());
    }

    private long threadTotal(RoomUpdate update, long root) {
        Long known = update.threadTotal(root);
        return known != null
                ? known
                : database.read(tx -> repository.countedInThread(tx, update.room().nid(), root));
    }

    /// The root of the thread that an event belongs to through at most three relations; 0 for the main timeline.
    private long thread(Room room, Event event) {
        @Nullable Relation relation = Relation.of(event.content()).orElse(null);
        if (relation == null) {
            return 0;
        }
        if (relation.kind().equals(Relation.THREAD)) {
            return find(room, relation.target()).map(StoredEvent::event).orElse(0L);
        }
        // The target's own thread was found in the same way, so one step reaches what the target's
        // steps reached.
        Optional<StoredEvent> target = find(room, relation.target());
        for (int hop = 1; hop < MAX_HOPS && target.isPresent(); hop++) {
            if (target.get().header().thread() != 0) {
                return target.get().header().thread();
            }
            target = Relation.of(target.get().content()).flatMap(next -> find(room, next.target()));
        }
        return 0;
    }

    private Optional<StoredEvent> find(Room room, EventId target) {
        return database.read(tx -> events.findHeld(tx, room.nid(), target));
    }
}
