package org.stoa.rooms.read;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stoa.accounts.data.IgnoredUsers;
import org.stoa.protocol.id.EventId;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.persist.Relation;
import org.stoa.rooms.state.StateRef;
import org.stoa.storage.Names;
import org.stoa.storage.Tx;
import org.stoa.storage.rooms.RelationRepository;
import org.stoa.storage.rooms.RelationRepository.Child;
import org.stoa.storage.rooms.RelationRepository.Kinds;
import org.stoa.storage.rooms.RelationRepository.ThreadSummary;

/// Finds what relates to the events of a page and is told with them: the newest edit, references, and the thread.
/// Thread-safe.
///
/// Asks the database once for the page, and once more for each kind of relation that is there. What the reader may not
/// see, what was redacted and what is from those whom he ignores does not count.
/// Spec: client-server-api#aggregations-of-child-events (v1.19).
final class Aggregations {
    /// Edits of one event that are looked at: the newest ones, of which the first valid one is told.
    private static final int MOST_EDITS = 50;

    /// References to one event that are told; they are told without their text.
    private static final int MOST_REFERENCES = 1_000;

    /// "The most recent event is determined by comparing origin_server_ts; if two or more replacement events have
    /// identical origin_server_ts, the event with the lexicographically largest event_id is treated as more recent."
    private static final Comparator<StoredEvent> MOST_RECENT_FIRST =
            Comparator.<StoredEvent>comparingLong(event -> event.header().ts())
                    .thenComparing(event -> event.eventId().toString())
                    .reversed();

    private final EventStore events;
    private final Names names;
    private final RelationRepository repository = new RelationRepository();

    Aggregations(EventStore events, Names names) {
        this.events = events;
        this.names = names;
    }

    /// What relates to one event.
    record Aggregation(
            Optional<StoredEvent> edit, List<EventId> references, Optional<ThreadPart> thread) {}

    /// A thread as its root tells of it.
    record ThreadPart(StoredEvent latest, long count, boolean participated) {}

    /// What relates to the events of a page, by number; those to which nothing relates are left out.
    ///
    /// @param reader number of the user whose view it is
    Map<Long, Aggregation> of(Tx tx, long user, Visibility.Reader reader, List<StoredEvent> page) {
        Map<Long, StoredEvent> targets = new HashMap<>();
        for (StoredEvent event : page) {
            // State events do not currently receive bundled aggregations.
            if (!event.isState()) {
                targets.put(event.event(), event);
            }
        }
        if (targets.isEmpty()) {
            return Map.of();
        }
        List<Kinds> kinds = repository.kinds(tx, numbers(targets.keySet()));
        return kinds.isEmpty() ? Map.of() : new Page(tx, user, reader, targets).of(kinds);
    }

    /// Threads by the number of their root; those without an event that counts for the reader are left out.
    Map<Long, ThreadPart> threads(Tx tx, long user, Visibility.Reader reader, List<Long> roots) {
        return new Page(tx, user, reader, Map.of()).threads(roots);
    }

    private static long[] numbers(Iterable<Long> numbers) {
        List<Long> list = new ArrayList<>();
        numbers.forEach(list::add);
        return list.stream().mapToLong(Long::longValue).toArray();
    }

    /// The events of one answer.
    private final class Page {
        private final Tx tx;
        private final long user;
        private final Visibility.Reader reader;
        private final Map<Long, StoredEvent> targets;
        private final Set<Long> ignored;

        Page(Tx tx, long user, Visibility.Reader reader, Map<Long, StoredEvent> targets) {
            this.tx = tx;
            this.user = user;
            this.reader = reader;
            this.targets = targets;
            this.ignored = IgnoredUsers.numbers(tx, names, user);
        }

        Map<Long, Aggregation> of(List<Kinds> kinds) {
            List<Long> replaced = new ArrayList<>();
            List<Long> referenced = new ArrayList<>();
            List<Long> threaded = new ArrayList<>();
            for (Kinds each : kinds) {
                if (each.replaced() && canBeEdited(targets.get(each.target()))) {
                    replaced.add(each.target());
                }
                if (each.referenced()) {
                    referenced.add(each.target());
                }
                if (each.threaded()) {
                    threaded.add(each.target());
                }
            }
            Map<Long, StoredEvent> edits = edits(replaced);
            Map<Long, List<EventId>> references = references(referenced);
            Map<Long, ThreadPart> threads = threads(threaded);
            Set<Long> told = new HashSet<>(edits.keySet());
            told.addAll(references.keySet());
            told.addAll(threads.keySet());
            Map<Long, Aggregation> found = new HashMap<>();
            for (long target : told) {
                found.put(
                        target,
                        new Aggregation(
                                Optional.ofNullable(edits.get(target)),
                                references.getOrDefault(target, List.of()),
                                Optional.ofNullable(threads.get(target))));
            }
            return found;
        }

        /// The most recent edit of each that is valid and that the reader may see.
        private Map<Long, StoredEvent> edits(List<Long> of) {
            if (of.isEmpty()) {
                return Map.of();
            }
            Map<Long, List<Child>> byTarget = new HashMap<>();
            for (Child edit : repository.edits(tx, numbers(of), MOST_EDITS)) {
                boolean isSeen = !ignored.contains(edit.sender()) && sees(edit);
                if (isSeen) {
                    byTarget.computeIfAbsent(edit.target(), each -> new ArrayList<>()).add(edit);
                }
            }
            Map<Long, StoredEvent> found = new HashMap<>();
            Map<Long, Deque<Child>> candidates = newestFirst(byTarget);
            // Nearly always one round: the next is for those whose newest edit turned out to be
            // none.
            while (!candidates.isEmpty()) {
                round(candidates, found);
            }
            return found;
        }

        private Map<Long, Deque<Child>> newestFirst(Map<Long, List<Child>> byTarget) {
            Map<Long, Deque<Child>> sorted = new HashMap<>();
            byTarget.forEach(
                    (target, edits) -> {
                        edits.sort(Comparator.comparingLong(Child::ts).reversed());
                        sorted.put(target, new ArrayDeque<>(edits));
                    });
            return sorted;
        }

        /// Looks at the edits of the newest time of each event.
        private void round(Map<Long, Deque<Child>> candidates, Map<Long, StoredEvent> found) {
            Map<Long, List<Long>> newest = new HashMap<>();
            List<Long> all = new ArrayList<>();
            candidates.forEach(
                    (target, edits) -> {
                        long ts = edits.getFirst().ts();
                        List<Long> numbers = new ArrayList<>();
                        while (!edits.isEmpty() && edits.getFirst().ts() == ts) {
                            numbers.add(edits.removeFirst().event());
                        }
                        newest.put(target, numbers);
                        all.addAll(numbers);
                    });
            Map<Long, StoredEvent> loaded = events.getAll(tx, all);
            newest.forEach(
                    (target, numbers) ->
                            numbers.stream()
                                    .map(loaded::get)
                                    .filter(Page::isEdit)
                                    .min(MOST_RECENT_FIRST)
                                    .ifPresent(edit -> found.put(target, edit)));
            candidates
                    .entrySet()
                    .removeIf(
                            entry ->
                                    entry.getValue().isEmpty()
                                            || found.containsKey(entry.getKey()));
        }

        private Map<Long, List<EventId>> references(List<Long> of) {
            Map<Long, List<EventId>> found = new HashMap<>();
            if (of.isEmpty()) {
                return found;
            }
            for (Child child : repository.references(tx, numbers(of), MOST_REFERENCES)) {
                StoredEvent target = targets.get(child.target());
                if (target != null && !ignored.contains(child.sender()) && sees(child)) {
                    found.computeIfAbsent(child.target(), each -> new ArrayList<>())
                            .add(EventId.fromStored(child.eventId(), target.rules()));
                }
            }
            return found;
        }

        private Map<Long, ThreadPart> threads(List<Long> of) {
            Map<Long, ThreadPart> found = new HashMap<>();
            if (of.isEmpty()) {
                return found;
            }
            List<ThreadSummary> summaries =
                    repository.threads(tx, numbers(of), user, ignored, reader.lastOrd());
            Map<Long, StoredEvent> latest =
                    events.getAll(
                            tx,
                            summaries.stream()
                                    .map(ThreadSummary::latest)
                                    .filter(event -> event != 0)
                                    .toList());
            for (ThreadSummary summary : summaries) {
                StoredEvent event = latest.get(summary.latest());
                if (event != null && reader.sees(event)) {
                    found.put(
                            summary.root(),
                            new ThreadPart(event, summary.count(), summary.participated()));
                }
            }
            return found;
        }

        private boolean sees(Child child) {
            return child.stateLine() != 0
                    && reader.seesMessageAt(new StateRef(child.stateLine(), child.stateVersion()));
        }

        /// If the original event is redacted, any m.replace relationship should not be bundled with it. The original
        /// event must not, itself, have a rel_type of m.replace.
        private static boolean canBeEdited(@Nullable StoredEvent target) {
            return target != null
                    && !target.isRedacted()
                    && Relation.of(target.content())
                            .filter(relation -> relation.kind().equals(Relation.REPLACE))
                            .isEmpty();
        }

        /// The replacement event (once decrypted, if appropriate) must have an m.new_content property.
        private static boolean isEdit(StoredEvent edit) {
            return edit.type().equals("m.room.encrypted")
                    || edit.content().object("m.new_content").isPresent();
        }
    }
}
