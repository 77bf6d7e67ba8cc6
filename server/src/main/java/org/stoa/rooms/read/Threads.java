package org.stoa.rooms.read;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.stoa.accounts.data.IgnoredUsers;
import org.stoa.http.auth.Requester;
import org.stoa.platform.token.TimelineToken;
import org.stoa.protocol.id.RoomId;
import org.stoa.rooms.event.EventFlags;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.read.Aggregations.ThreadPart;
import org.stoa.storage.Database;
import org.stoa.storage.Names;
import org.stoa.storage.Tx;
import org.stoa.storage.rooms.RelationRepository;
import org.stoa.storage.rooms.RelationRepository.ListedThread;

/// Lists the threads of a room, those with the newest event first. Thread-safe.
///
/// A thread keeps its place on its page when its newest event is redacted, until something new is said in it.
/// Spec: client-server-api#querying-threads-in-a-room (v1.19).
public final class Threads {
    /// How many threads one request looks at at most.
    private static final int MAX_SCANNED = 2_000;

    private static final int CHUNK = 100;

    private final Database database;
    private final RoomAccess access;
    private final EventStore events;
    private final Names names;
    private final Tokens tokens;
    private final Visibility visibility;
    private final BundledEvents bundledEvents;
    private final Aggregations aggregations;
    private final RelationRepository repository = new RelationRepository();

    /// Creates it.
    public Threads(
            Database database,
            RoomAccess access,
            EventStore events,
            Names names,
            Tokens tokens,
            Visibility visibility,
            BundledEvents bundledEvents) {
        this.database = database;
        this.access = access;
        this.events = events;
        this.names = names;
        this.tokens = tokens;
        this.visibility = visibility;
        this.bundledEvents = bundledEvents;
        this.aggregations = new Aggregations(events, names);
    }

    /// Which threads a client wants.
    ///
    /// @param participated only those in which the user took part
    /// @param limit 1 or more
    public record Wish(
            boolean participated, Optional<String> from, int limit, EventFormat format) {}

    /// A page of the roots, as the text of the answer.
    ///
    /// Errors: M_FORBIDDEN; M_INVALID_PARAM for a token that is none.
    public byte[] page(Requester requester, RoomId roomId, Wish wish) {
        return database.read(
                tx -> {
                    RoomAccess.Access seen = access.require(tx, requester, roomId);
                    Visibility.Reader reader =
                            visibility.reader(tx, seen.room(), requester.userId());
                    Page page = page(tx, requester, seen, reader, wish);
                    JsonText answer = new JsonText();
                    answer.putAll(
                            "chunk",
                            bundledEvents.render(
                                    tx, requester, reader, page.inOrder(), wish.format()));
                    page.next().ifPresent(next -> answer.put("next_batch", next.toString()));
                    return answer.toBytes();
                });
    }

    private record Listed(StoredEvent root, long latestOrd) {}

    private record Page(List<Listed> threads, Optional<TimelineToken> next) {
        List<StoredEvent> inOrder() {
            return threads.stream()
                    .sorted(Comparator.comparingLong(Listed::latestOrd).reversed())
                    .map(Listed::root)
                    .toList();
        }
    }

    private Page page(
            Tx tx,
            Requester requester,
            RoomAccess.Access seen,
            Visibility.Reader reader,
            Wish wish) {
        long room = seen.room().nid();
        long at = wish.from().map(token -> tokens.ord(tx, room, token)).orElse(Long.MAX_VALUE);
        Set<Long> ignored = IgnoredUsers.numbers(tx, names, requester.userNid());
        List<Listed> page = new ArrayList<>();
        for (int scanned = 0; scanned < MAX_SCANNED; scanned += CHUNK) {
            List<ListedThread> found = repository.list(tx, room, at, CHUNK);
            List<Long> numbers = found.stream().map(ListedThread::root).toList();
            Map<Long, StoredEvent> roots = events.getAll(tx, numbers);
            Map<Long, ThreadPart> parts =
                    aggregations.threads(tx, requester.userNid(), reader, numbers);
            for (ListedThread thread : found) {
                StoredEvent root = roots.get(thread.root());
                ThreadPart part = parts.get(thread.root());
                if (root == null || part == null || !isWanted(wish, reader, root, part)) {
                    at = thread.lastChild() - 1;
                    continue;
                }
                if (page.size() == wish.limit()) {
                    return new Page(page, Optional.of(new TimelineToken(thread.lastChild())));
                }
                at = thread.lastChild() - 1;
                page.add(new Listed(shown(root, ignored), part.latest().ord()));
            }
            if (found.size() < CHUNK) {
                return new Page(page, Optional.empty());
            }
        }
        return new Page(page, Optional.of(new TimelineToken(at)));
    }

    private static boolean isWanted(
            Wish wish, Visibility.Reader reader, StoredEvent root, ThreadPart part) {
        return (part.participated() || !wish.participated()) && reader.sees(root);
    }

    /// If the thread root event was sent by an ignored user, the event is returned redacted to the caller.
    private static StoredEvent shown(StoredEvent root, Set<Long> ignored) {
        if (!ignored.contains(root.header().sender()) || root.isState() || root.isRedacted()) {
            return root;
        }
        long flags = root.header().flags() | EventFlags.REDACTED;
        return root.redacted(root.header().redactedBy(0, flags));
    }
}
