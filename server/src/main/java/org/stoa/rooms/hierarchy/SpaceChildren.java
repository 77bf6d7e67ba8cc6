package org.stoa.rooms.hierarchy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.stoa.platform.Coalescer;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.StateView;
import org.stoa.rooms.state.StateMap;
import org.stoa.storage.Database;

/// Reads the children of spaces, in the order in which they are shown. Thread-safe.
///
/// What is read once of a space is kept: the place of each child, not its event, which may be large. The next time only what
/// differs from then is read. Of a space that names very many rooms a fixed number counts, so that neither the
/// first reading nor what is kept grows with what others write into their spaces.
///
/// Spec: client-server-api#mspacechild, #ordering-of-children-within-a-space (v1.19).
final class SpaceChildren {
    private static final String CHILD = "m.space.child";

    /// Rooms of one space that count: those whose names came to this server first. Ten times what large communities have.
    private static final int MAX_CHILDREN = 5_000;

    /// Bytes of the events that are shown of one space, about, as they are stored: 1,300 usual ones.
    private static final long MAX_SHOWN_BYTES = 1L << 20;

    /// Bytes of what is kept of all spaces, about.
    private static final long MAX_KEPT = 32L << 20;

    private static final int BYTES_OF_A_CHILD = 350;
    private static final int BYTES_OF_A_KEY = 40;

    private final EventStore events;
    private final Database database;
    private final Predicate<SpaceChild> elsewhere;
    private final int max;
    private final Coalescer<Wanted, Known> running = new Coalescer<>();
    private final Cache<Long, Known> cache =
            Caffeine.newBuilder()
                    .executor(Runnable::run)
                    .maximumWeight(MAX_KEPT)
                    .weigher((Long room, Known known) -> known.weight())
                    .build();

    /// @param elsewhere whether other servers may know a child
    SpaceChildren(EventStore events, Database database, Predicate<SpaceChild> elsewhere) {
        this(events, database, elsewhere, MAX_CHILDREN);
    }

    /// @param max rooms of one space that count
    SpaceChildren(EventStore events, Database database, Predicate<SpaceChild> elsewhere, int max) {
        this.elsewhere = elsewhere;
        this.events = events;
        this.database = database;
        this.max = max;
    }

    /// A child, with the number of the event that names it.
    ///
    /// @param mayBeElsewhere whether other servers may know it
    record Child(long event, ChildPlace place, boolean mayBeElsewhere) {
        private static final Comparator<Child> ORDER =
                Comparator.comparing(Child::place, ChildPlace.ORDER);
    }

    /// A state of a space. Two are the same when they are one object, which is enough to share the reading of it.
    private record Wanted(long room, StateMap state, Object contents) {}

    /// What was read of a state.
    ///
    /// @param keys all keys of the state of the type that names children, in order
    /// @param read by the events of the first of those keys; events that name none are not in it
    /// @param none events of those keys that name none
    /// @param children the same as `read`, in the order in which they are shown
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Known(
            StateMap state,
            Object contents,
            long[] keys,
            Map<Long, Child> read,
            Set<Long> none,
            List<Child> children) {

        static Known nothing(Wanted wanted) {
            return new Known(
                    StateMap.EMPTY, wanted.contents(), new long[0], Map.of(), Set.of(), List.of());
        }

        int weight() {
            // The state is in memory anyway, unless the room has changed since.
            long bytes =
                    BYTES_OF_A_KEY * (long) state.size()
                            + BYTES_OF_A_CHILD * (1L + read.size() + none.size());
            return (int) Math.min(bytes, Integer.MAX_VALUE);
        }
    }

    /// The children of a room; none when it is no space.
    ///
    /// @param suggestedOnly whether only those count that are suggested
    List<Child> of(Room room, boolean suggestedOnly) {
        Object contents = room.stateContents();
        StateMap state = room.visible().head().state();
        if (!isSpace(state)) {
            return List.of();
        }
        List<Child> all = known(new Wanted(room.nid(), state, contents)).children();
        return suggestedOnly
                ? all.stream().filter(child -> child.place().isSuggested()).toList()
                : all;
    }

    /// The event that names a child; empty when it does so no more.
    Optional<SpaceChild> read(Child child) {
        return SpaceChild.of(events.get(child.event()).parsed());
    }

    /// The events that name the first of some children, as they are shown, up to so many bytes.
    List<JsonObject> shown(List<Child> children) {
        List<JsonObject> shown = new ArrayList<>();
        long bytes = 0;
        for (int at = 0; at < children.size() && bytes < MAX_SHOWN_BYTES; ) {
            List<Child> rest = children.subList(at, children.size());
            long left = MAX_SHOWN_BYTES - bytes;
            EventStore.First first =
                    database.read(
                            tx ->
                                    events.firstOnce(
                                            tx, rest.stream().map(Child::event).toList(), left));
            Map<Long, StoredEvent> found = new HashMap<>();
            first.events().forEach(event -> found.put(event.event(), event));
            for (Child child : rest.subList(0, first.looked())) {
                Optional.ofNullable(found.get(child.event()))
                        .flatMap(event -> SpaceChild.of(event.parsed()))
                        .ifPresent(named -> shown.add(named.stripped()));
            }
            bytes += first.events().stream().mapToLong(StoredEvent::length).sum();
            at += first.looked();
        }
        return shown;
    }

    private boolean isSpace(StateMap state) {
        return new StateView(state, database.names(), events)
                .content("m.room.create", "")
                .string("type")
                .filter("m.space"::equals)
                .isPresent();
    }

    private Known known(Wanted wanted) {
        Known before = cache.getIfPresent(wanted.room());
        if (before != null && isOf(before, wanted)) {
            return before;
        }
        return running.get(wanted, () -> readOn(wanted));
    }

    private static boolean isOf(Known known, Wanted wanted) {
        return known.state() == wanted.state() && known.contents().equals(wanted.contents());
    }

    private Known readOn(Wanted wanted) {
        Optional<Long> type = database.names().findType(CHILD);
        if (type.isEmpty()) {
            return Known.nothing(wanted);
        }
        Known cached = cache.getIfPresent(wanted.room());
        Known before = cached == null ? Known.nothing(wanted) : cached;
        NavigableSet<Long> keys = keys(type.get(), wanted.state(), before);
        Known known = read(wanted, keys, before);
        cache.put(wanted.room(), known);
        return known;
    }

    /// All keys of a state that name children, from those of the state before.
    private NavigableSet<Long> keys(long type, StateMap state, Known before) {
        NavigableSet<Long> keys = new TreeSet<>();
        Arrays.stream(before.keys()).forEach(keys::add);
        List<Long> others = new ArrayList<>();
        state.forEachDifference(before.state(), (key, here, there) -> others.add(key));
        others.removeIf(keys::contains);
        keys.addAll(database.names().ofType(type, others));
        keys.removeIf(key -> state.event(key) == 0);
        return keys;
    }

    /// Reads the events of the first keys that were not read before.
    private Known read(Wanted wanted, NavigableSet<Long> keys, Known before) {
        boolean isUsable = before.contents().equals(wanted.contents());
        Map<Long, Child> read = new HashMap<>();
        Set<Long> none = new HashSet<>();
        List<Long> unread = new ArrayList<>();
        for (long key : keys.stream().limit(max).toList()) {
            long event = wanted.state().event(key);
            if (isUsable && before.read().containsKey(event)) {
                read.put(event, before.read().get(event));
            } else if (isUsable && before.none().contains(event)) {
                none.add(event);
            } else {
                unread.add(event);
            }
        }
        for (int at = 0; at < unread.size(); at += EventStore.AT_ONCE) {
            List<Long> some = unread.subList(at, Math.min(at + EventStore.AT_ONCE, unread.size()));
            // A snapshot for each, that none is held for long.
            for (StoredEvent event : database.read(tx -> events.readOnce(tx, some))) {
                SpaceChild.of(event.parsed())
                        .ifPresentOrElse(
                                child ->
                                        read.put(
                                                event.event(),
                                                new Child(
                                                        event.event(),
                                                        child.place(),
                                                        elsewhere.test(child))),
                                () -> none.add(event.event()));
            }
        }
        long[] all = keys.stream().mapToLong(Long::longValue).toArray();
        List<Child> children = read.values().stream().sorted(Child.ORDER).toList();
        return new Known(wanted.state(), wanted.contents(), all, read, none, children);
    }
}
