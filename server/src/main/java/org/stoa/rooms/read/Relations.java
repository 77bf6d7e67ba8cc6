package org.stoa.rooms.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.stoa.accounts.data.IgnoredUsers;
import org.stoa.http.auth.Requester;
import org.stoa.platform.token.TimelineToken;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.json.Json;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.storage.Database;
import org.stoa.storage.Names;
import org.stoa.storage.Tx;
import org.stoa.storage.rooms.RelationRepository;
import org.stoa.storage.rooms.RelationRepository.Related;

/// Lists the events that relate to one. Thread-safe.
///
/// Spec: client-server-api#relationships-api (v1.19).
public final class Relations {
    /// How many related events one request looks at at most: what the reader may not see is looked at too.
    private static final int MAX_SCANNED = 5_000;

    private static final int CHUNK = 200;

    private final Database database;
    private final EventAccess access;
    private final EventStore events;
    private final Names names;
    private final Tokens tokens;
    private final BundledEvents bundledEvents;
    private final RelationRepository repository = new RelationRepository();

    /// Creates it.
    public Relations(
            Database database,
            RoomAccess access,
            EventStore events,
            Names names,
            Tokens tokens,
            Visibility visibility,
            BundledEvents bundledEvents) {
        this.database = database;
        this.access = new EventAccess(access, events, visibility);
        this.events = events;
        this.names = names;
        this.tokens = tokens;
        this.bundledEvents = bundledEvents;
    }

    /// Which of the related events a client wants.
    ///
    /// @param kind `rel_type`; empty for all
    /// @param type event type; empty for all
    /// @param recurse whether those that relate to related ones are wanted too; empty when the client did not say
    /// @param limit 1 or more
    public record Wish(
            Optional<String> kind,
            Optional<String> type,
            Optional<Boolean> recurse,
            boolean backwards,
            Optional<String> from,
            Optional<String> to,
            int limit,
            EventFormat format) {}

    /// A page of the events that relate to an event, as the text of the answer.
    ///
    /// Errors: M_FORBIDDEN; M_NOT_FOUND when there is no such event, or the user may not see it; M_INVALID_PARAM for a
    /// token that is none.
    public byte[] page(Requester requester, RoomId roomId, EventId eventId, Wish wish) {
        return database.read(
                tx -> {
                    EventAccess.SeenEvent target = access.require(tx, requester, roomId, eventId);
                    Walk walk = new Walk(tx, requester, target, wish);
                    return text(tx, requester, target.reader(), wish, walk.page());
                });
    }

    private record Page(List<StoredEvent> events, Optional<TimelineToken> next) {}

    private byte[] text(
            Tx tx, Requester requester, Visibility.Reader reader, Wish wish, Page page) {
        JsonText answer = new JsonText();
        answer.putAll(
                "chunk", bundledEvents.render(tx, requester, reader, page.events(), wish.format()));
        page.next().ifPresent(next -> answer.put("next_batch", next.toString()));
        wish.from().ifPresent(from -> answer.put("prev_batch", from));
        // If the recurse parameter was supplied by the client, this response field is mandatory.
        wish.recurse()
                .ifPresent(recurse -> answer.put("recursion_depth", Json.of(levels(recurse))));
        return answer.toBytes();
    }

    private static int levels(boolean recurse) {
        return recurse ? RelationRepository.MAX_LEVELS : 1;
    }

    /// The related events of one answer.
    private final class Walk {
        private final Tx tx;
        private final RoomAccess.Access seen;
        private final Visibility.Reader reader;
        private final Set<Long> ignored;
        private final StoredEvent target;
        private final Wish wish;
        private long above;
        private long upTo;

        Walk(Tx tx, Requester requester, EventAccess.SeenEvent target, Wish wish) {
            this.tx = tx;
            this.seen = target.seen();
            this.reader = target.reader();
            this.target = target.event();
            this.wish = wish;
            this.ignored = IgnoredUsers.numbers(tx, names, requester.userNid());
            Optional<Long> from = wish.from().map(this::ord);
            Optional<Long> to = wish.to().map(this::ord);
            above = (wish.backwards() ? to : from).orElse(0L);
            upTo = (wish.backwards() ? from : to).orElse(Long.MAX_VALUE);
            upTo = Math.min(upTo, seen.lastOrd());
        }

        private long ord(String token) {
            return tokens.ord(tx, seen.room().nid(), token);
        }

        Page page() {
            Optional<Long> type = wish.type().flatMap(names::findType);
            if (wish.type().isPresent() && type.isEmpty()) {
                return new Page(List.of(), Optional.empty());
            }
            RelationRepository.Wanted wanted =
                    new RelationRepository.Wanted(
                            wish.kind().orElse(null),
                            type.orElse(null),
                            levels(wish.recurse().orElse(false)));
            List<StoredEvent> page = new ArrayList<>();
            long bytes = 0;
            for (int scanned = 0; scanned < MAX_SCANNED; scanned += CHUNK) {
                List<Related> found = next(wanted);
                Map<Long, StoredEvent> loaded =
                        events.getAll(tx, found.stream().map(Related::event).toList());
                for (Related related : found) {
                    if (page.size() == wish.limit() || bytes >= Timeline.MAX_BYTES) {
                        return new Page(page, Optional.of(tokenAt(related)));
                    }
                    passed(related);
                    StoredEvent event = loaded.get(related.event());
                    if (event != null && isShown(event)) {
                        page.add(event);
                        bytes += event.length();
                    }
                }
                if (found.size() < CHUNK) {
                    return new Page(page, Optional.empty());
                }
            }
            return new Page(page, Optional.of(new TimelineToken(wish.backwards() ? upTo : above)));
        }

        private List<Related> next(RelationRepository.Wanted wanted) {
            return repository.related(
                    tx,
                    seen.room().nid(),
                    target.eventId().toStoredBytes(),
                    wanted,
                    above,
                    upTo,
                    wish.backwards(),
                    CHUNK);
        }

        private void passed(Related related) {
            if (wish.backwards()) {
                upTo = related.ord() - 1;
            } else {
                above = related.ord();
            }
        }

        /// Where the walk goes on with this event.
        private TimelineToken tokenAt(Related next) {
            return new TimelineToken(wish.backwards() ? next.ord() : next.ord() - 1);
        }

        private boolean isShown(StoredEvent event) {
            return !ignored.contains(event.header().sender()) && reader.sees(event);
        }
    }
}
