package org.stoa.rooms.receipts;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.stoa.protocol.push.Actions;
import org.stoa.protocol.push.PushRuleset;
import org.stoa.protocol.push.RuleEvaluator;
import org.stoa.rooms.event.EventFlags;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;
import org.stoa.storage.Tx;
import org.stoa.storage.rooms.EventRepository;

/// Goes through the events of a room and keeps those that notify a user. Lives as long as its transaction.
final class RuleWalk {
    private static final int CHUNK = 200;

    /// With many rules, or long ones, a long event counts as several: one for each so many steps of matching. A whole walk
    /// takes less than half a second so, whatever rules a user has made and whatever was said.
    private static final long STEPS_PER_EVENT = 50_000;

    private static final EventRepository REPOSITORY = new EventRepository();

    private final EventStore events;
    private final Tx tx;
    private final Room room;
    private final UserRules rules;
    private final PushRuleset ruleset;
    private final RuleContexts contexts;
    private final int maxEvents;

    RuleWalk(
            EventStore events,
            Tx tx,
            Room room,
            UserRules rules,
            RuleContexts contexts,
            int maxEvents) {
        this.events = events;
        this.tx = tx;
        this.room = room;
        this.rules = rules;
        this.ruleset = rules.rules();
        this.contexts = contexts;
        this.maxEvents = maxEvents;
    }

    /// An event that notifies.
    ///
    /// @param thread number of its thread's root, or -1 for main
    record Notified(long event, long ord, long thread, boolean highlight) {}

    /// What a walk found.
    ///
    /// @param from all events above this place were looked at
    /// @param to up to this place
    /// @param walked how many they were, see [#STEPS_PER_EVENT]; more than may be, and then the others mean nothing but
    ///     `from`
    record Found(
            UserRules rules,
            long from,
            long to,
            long walked,
            boolean isComplete,
            List<Notified> notified) {
        private static final int BYTES = 200;
        private static final int BYTES_PER_EVENT = 48;

        Found {
            notified = List.copyOf(notified);
        }

        /// Whether it says what is above a place: all of it, or that it is too much.
        boolean holdsFrom(long place) {
            return isComplete ? from <= place : place < from;
        }

        Unread above(Floors floors) {
            Unread.Builder unread = new Unread.Builder();
            for (Notified event : notified) {
                if (event.ord() > floors.of(event.thread())) {
                    unread.add(event.thread(), event.highlight());
                }
            }
            return unread.build();
        }

        int bytes() {
            return BYTES + BYTES_PER_EVENT * notified.size();
        }
    }

    /// Looks at all events above a place, newest first.
    Found all(long from) {
        List<Notified> notified = new ArrayList<>();
        long newest = 0;
        long next = Long.MAX_VALUE;
        long walked = 0;
        while (true) {
            List<StoredEvent> chunk = events.backwards(tx, room.nid(), next, CHUNK);
            for (StoredEvent event : chunk) {
                if (event.ord() <= from) {
                    return new Found(rules, from, Math.max(newest, from), walked, true, notified);
                }
                walked += weight(event);
                if (walked > maxEvents) {
                    return new Found(rules, event.ord(), newest, walked, false, List.of());
                }
                newest = Math.max(newest, event.ord());
                look(event, notified);
                next = event.ord() - 1;
            }
            if (chunk.size() < CHUNK) {
                return new Found(rules, from, Math.max(newest, from), walked, true, notified);
            }
        }
    }

    /// Adds what came after an earlier walk of the same rules.
    ///
    /// @param from what is not above this place has been read since
    Found more(Found known, long from) {
        if (!known.isComplete()) {
            return known;
        }
        List<Notified> notified = new ArrayList<>(known.notified());
        notified.removeIf(event -> event.ord() <= from);
        long to = known.to();
        long walked = known.walked();
        boolean mayBeRedacted = false;
        List<StoredEvent> chunk;
        do {
            chunk = events.forwards(tx, room.nid(), to, CHUNK);
            for (StoredEvent event : chunk) {
                walked += weight(event);
                if (walked > maxEvents) {
                    return all(from);
                }
                look(event, notified);
                mayBeRedacted |= event.type().equals("m.room.redaction");
                to = event.ord();
            }
        } while (chunk.size() == CHUNK);
        if (to == known.to()) {
            return known;
        }
        if (mayBeRedacted) {
            removeRedacted(notified);
        }
        return new Found(rules, from, to, walked, true, notified);
    }

    /// As how many events it counts.
    private long weight(StoredEvent event) {
        return 1 + event.client().length * rules.steps() / STEPS_PER_EVENT;
    }

    private void look(StoredEvent event, List<Notified> notified) {
        // What has no position came as history and was never unread.
        boolean isSilent =
                event.pos() == 0
                        || event.isRedacted()
                        || rules.isDeafTo(event.header().sender())
                        || event.type().equals("m.room.create");
        if (isSilent) {
            return;
        }
        Actions actions =
                RuleEvaluator.evaluate(ruleset, event.parsed().json(), contexts.of(event));
        if (actions.isNotify()) {
            long thread = event.header().thread();
            notified.add(
                    new Notified(
                            event.event(),
                            event.ord(),
                            thread == 0 ? ReceiptThreads.MAIN : thread,
                            actions.isHighlight()));
        }
    }

    private void removeRedacted(List<Notified> notified) {
        long[] numbers = notified.stream().mapToLong(Notified::event).toArray();
        Set<Long> redacted =
                REPOSITORY.byNumbers(tx, numbers).stream()
                        .filter(record -> (record.header().flags() & EventFlags.REDACTED) != 0)
                        .map(record -> record.header().event())
                        .collect(Collectors.toSet());
        notified.removeIf(event -> redacted.contains(event.event()));
    }
}
