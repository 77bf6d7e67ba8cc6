package org.stoa.sync.v3;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.read.EventFilter;
import org.stoa.rooms.state.StateMap;
import org.stoa.rooms.state.StateRef;
import org.stoa.storage.Names;

/// `state`: what brings the client from the state that it has to the one in which the timeline starts; or `state_after`,
/// to the one in which it ends.
///
/// A key that differs between the two ends of the span is told by its event at the end, unless the timeline has that; then
/// by its event at the start of the timeline, unless the client has that. (Taking the differences of the state, and not
/// the state events in the gap, also tells of changes by events that are in no timeline.)
///
/// Spec: client-server-api#syncing, #lazy-loading-room-members (v1.19).
final class StateSection {
    private static final String MEMBER = "m.room.member";

    private final EventStore events;
    private final RoomHistory history;
    private final Names names;
    private final EventTexts texts;

    StateSection(EventStore events, RoomHistory history, Names names, EventTexts texts) {
        this.texts = texts;
        this.events = events;
        this.history = history;
        this.names = names;
    }

    /// The keys of the state that changed in the room's part of the stream; empty when the whole state is wanted.
    Set<Long> changedKeys(RoomScope scope) {
        RoomTask task = scope.task();
        boolean isWhole = scope.wantsFullState() || task.stateTo() == 0;
        return isWhole
                ? Set.of()
                : history.changedKeys(scope.tx(), scope.room(), task.from(), task.stateTo());
    }

    /// The state events for the client, none of which is read yet.
    ///
    /// @param changed as [#changedKeys] says
    /// @param heroes users whose member events the client needs to name the room
    StateWalk read(RoomScope scope, TimelinePage page, Set<Long> changed, Collection<Long> heroes) {
        EventFilter filter = scope.request().filter().state();
        if (scope.task().stateTo() == 0 || !filter.wantsRoom(scope.roomId())) {
            return new StateWalk(events, texts, List.of());
        }
        Keys keys = new Keys(scope, page, changed);
        List<Long> chosen = keys.events();
        if (filter.lazyLoadMembers()) {
            chosen.addAll(keys.lazyMembers(chosen, heroes));
            StateWalk.remember(scope, page.events());
        }
        return new StateWalk(events, texts, chosen);
    }

    /// The choice for one room.
    private final class Keys {
        private final RoomScope scope;
        private final TimelinePage page;
        private final Set<Long> changed;
        private final Set<Long> inTimeline;
        private final boolean isAfter;
        private final StateMap end;
        private final Optional<StateRef> start;

        Keys(RoomScope scope, TimelinePage page, Set<Long> changed) {
            this.scope = scope;
            this.page = page;
            this.changed = changed;
            this.inTimeline = page.numbers();
            this.isAfter = scope.request().stateForm() != StateForm.BEFORE_TIMELINE;
            this.end = history.at(scope.tx(), scope.room(), scope.task().stateTo());
            this.start =
                    page.events().isEmpty()
                            ? Optional.empty()
                            : Optional.of(page.events().getFirst().before());
        }

        /// The events that differ, or all, but for members that are loaded lazily.
        List<Long> events() {
            Set<Long> keys = scope.wantsFullState() ? wholeState() : news();
            List<Long> chosen = new ArrayList<>();
            for (long key : keys) {
                long event = shown(key);
                if (event != 0) {
                    chosen.add(event);
                }
            }
            return chosen;
        }

        /// The member events that are needed to show the timeline, and that the client does not have.
        List<Long> lazyMembers(Collection<Long> chosen, Collection<Long> heroes) {
            Set<Long> users = new LinkedHashSet<>();
            for (StoredEvent event : page.events()) {
                users.add(event.header().sender());
            }
            users.addAll(heroes);
            if (scope.wantsFullState()) {
                // Servers MUST include the syncing user's own membership event.
                users.add(scope.request().user());
            }
            Set<Long> known = new HashSet<>(chosen);
            List<Long> members = new ArrayList<>();
            for (long user : users) {
                long event = memberEvent(user);
                if (event == 0) {
                    event = memberByAuths(user);
                }
                boolean isNeeded = event != 0 && known.add(event) && !isRedundant(event);
                if (isNeeded) {
                    members.add(event);
                }
            }
            return members;
        }

        /// A client that loads members lazily is not told of those who only became known: it asks for them.
        private Set<Long> news() {
            long completed = scope.room().completedPos();
            boolean isAboutAll =
                    scope.request().filter().lazyLoadsMembers()
                            && PartialSpan.completedIn(
                                    scope.room(), scope.task().from(), scope.task().stateTo());
            if (!isAboutAll) {
                return changed;
            }
            StateMap partial = history.at(scope.tx(), scope.room(), completed - 1);
            StateMap whole = history.at(scope.tx(), scope.room(), completed);
            Set<Long> news = new HashSet<>();
            for (long key : changed) {
                boolean becameKnown = partial.event(key) == 0 && whole.event(key) == end.event(key);
                if (!becameKnown) {
                    news.add(key);
                }
            }
            return news;
        }

        private Set<Long> wholeState() {
            Set<Long> keys = new HashSet<>();
            end.forEach((key, event, version) -> keys.add(key));
            Optional<Long> member = names.findType(MEMBER);
            if (!scope.request().filter().lazyLoadsMembers() || member.isEmpty()) {
                return keys;
            }
            return names.ofOtherTypes(member.get(), keys);
        }

        /// The event that tells the client of a key; 0 when none does, or the timeline does.
        private long shown(long key) {
            long atEnd = end.event(key);
            if (isAfter || !inTimeline.contains(atEnd)) {
                return atEnd;
            }
            long atStart = atStart(key);
            boolean isKnown = inTimeline.contains(atStart) || atStart == atFrom(key);
            return isKnown ? 0 : atStart;
        }

        private long memberEvent(long user) {
            Optional<Long> key = names.findStateKey(MEMBER, names.userId(user).toString());
            return key.map(this::memberShown).orElse(0L);
        }

        /// What an event of the user's own names as his membership, while the state does not have it yet; 0 for nothing.
        private long memberByAuths(long user) {
            if (!PartialSpan.isPartialAt(scope.room(), scope.task().stateTo())) {
                return 0;
            }
            String userId = names.userId(user).toString();
            return page.events().stream()
                    .filter(event -> event.header().sender() == user)
                    .flatMap(event -> named(event).stream())
                    .filter(auth -> auth.parsed().isState(MEMBER, userId))
                    .mapToLong(StoredEvent::event)
                    .filter(event -> !inTimeline.contains(event))
                    .findFirst()
                    .orElse(0);
        }

        private Collection<StoredEvent> named(StoredEvent event) {
            return events.findAll(scope.tx(), scope.nid(), event.parsed().authEvents()).values();
        }

        private long memberShown(long key) {
            long atEnd = end.event(key);
            if (isAfter || !inTimeline.contains(atEnd)) {
                return atEnd;
            }
            long atStart = atStart(key);
            return inTimeline.contains(atStart) ? 0 : atStart;
        }

        private boolean isRedundant(long event) {
            return !scope.request().filter().state().includeRedundantMembers()
                    && scope.members().has(scope.nid(), event);
        }

        private long atStart(long key) {
            return start.map(ref -> history.one(scope.tx(), ref, key)).orElse(0L);
        }

        private long atFrom(long key) {
            if (scope.wantsFullState()) {
                return 0;
            }
            return history.refAt(scope.tx(), scope.room(), scope.task().from())
                    .map(ref -> history.one(scope.tx(), ref, key))
                    .orElse(0L);
        }
    }
}
