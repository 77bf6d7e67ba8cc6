package org.stoa.search;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.stoa.accounts.data.IgnoredUsers;
import org.stoa.http.auth.Requester;
import org.stoa.rooms.RoomsModule;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.Rooms;
import org.stoa.rooms.read.ClientEvents;
import org.stoa.rooms.read.Visibility;
import org.stoa.search.SearchToken.Group;
import org.stoa.search.index.Hit;
import org.stoa.storage.Names;
import org.stoa.storage.Tx;

/// Goes through what the index found, in order, and keeps what the user may see, as long as there is room on the page; of the
/// rest it only notes that it is there. For one thread.
final class ResultWalk {
    private static final String ENCRYPTION = "m.room.encryption";

    private final Requester requester;
    private final SearchWish wish;
    private final EventStore events;
    private final Names names;
    private final Rooms rooms;
    private final Visibility visibility;
    private final ClientEvents clientEvents;
    private final List<Result> page = new ArrayList<>();
    private final Set<Group> further = new HashSet<>();
    private Optional<Hit> last = Optional.empty();
    private boolean hasMore;
    private boolean isCut;
    private int seen;

    ResultWalk(RoomsModule module, Names names, Requester requester, SearchWish wish) {
        this.requester = requester;
        this.wish = wish;
        this.events = module.events();
        this.names = names;
        this.rooms = module.rooms();
        this.visibility = module.visibility();
        this.clientEvents = module.clientEvents();
    }

    /// An event that was found.
    record Result(StoredEvent event, Hit hit) {}

    /// What is on the page.
    List<Result> page() {
        return page;
    }

    /// Where the next page begins: behind the last result, or, when there is none, behind what was looked at.
    Optional<Hit> last() {
        return page.isEmpty() ? last : Optional.of(page.getLast().hit());
    }

    /// Whether something may come behind the page.
    boolean hasMore() {
        return hasMore || isCut;
    }

    /// Whether something of a group may come behind the page.
    boolean hasMore(Group group) {
        return further.contains(group) || isCut;
    }

    /// How many events were found that the user may see.
    int seen() {
        return seen;
    }

    /// Whether looking on could only change the count.
    boolean isDecided() {
        return hasMore
                && page.stream()
                        .allMatch(
                                result ->
                                        wish.groups().stream()
                                                .map(key -> group(key, result.event()))
                                                .allMatch(further::contains));
    }

    /// Ends it before everything that was found was looked at.
    void cut() {
        isCut = true;
    }

    /// Looks at the next of what was found.
    void look(Tx tx, List<Hit> hits) {
        Map<Long, StoredEvent> found = new HashMap<>();
        List<Long> numbers = hits.stream().map(Hit::event).toList();
        events.readOnce(tx, numbers).forEach(event -> found.put(event.event(), event));
        Set<Long> ignored = IgnoredUsers.numbers(tx, names, requester.userNid());
        Predicate<StoredEvent> isRelated =
                wish.filter().relatedBy().among(tx, names, List.copyOf(found.values()));
        Map<Long, Visibility.Reader> readers = new HashMap<>();
        for (Hit hit : hits) {
            last = Optional.of(hit);
            StoredEvent event = found.get(hit.event());
            if (event != null
                    && wish.filter().wants(event)
                    && isRelated.test(event)
                    && (event.isState() || !ignored.contains(event.header().sender()))
                    && isShown(event, reader(tx, readers, event))) {
                add(new Result(event, hit));
            }
        }
    }

    private Visibility.Reader reader(
            Tx tx, Map<Long, Visibility.Reader> readers, StoredEvent event) {
        return readers.computeIfAbsent(
                event.header().room(),
                room -> visibility.reader(tx, rooms.get(room), requester.userId()));
    }

    /// "The search will not include rooms that are end to end encrypted." What was redacted, or erased for this reader, has no
    /// text that could have been found.
    private boolean isShown(StoredEvent event, Visibility.Reader reader) {
        return !isEncrypted(rooms.get(event.header().room()))
                && reader.sees(event)
                && SearchText.of(clientEvents.shown(event, reader)).isPresent();
    }

    private boolean isEncrypted(Room room) {
        return names.findStateKey(ENCRYPTION, "")
                .map(key -> room.visible().head().state().event(key) != 0)
                .orElse(false);
    }

    private void add(Result result) {
        seen++;
        if (page.size() < wish.limit()) {
            page.add(result);
            return;
        }
        hasMore = true;
        wish.groups().forEach(key -> further.add(group(key, result.event())));
    }

    static Group group(GroupKey key, StoredEvent event) {
        return new Group(key, key.valueOf(event));
    }
}
