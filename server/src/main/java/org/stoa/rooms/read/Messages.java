package org.stoa.rooms.read;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.stoa.http.JsonBuffer;
import org.stoa.http.Response;
import org.stoa.http.auth.Requester;
import org.stoa.platform.token.TimelineToken;
import org.stoa.protocol.id.RoomId;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.StateView;
import org.stoa.storage.Database;
import org.stoa.storage.Tx;

/// Answers `/messages`. Thread-safe.
public final class Messages {
    private final Database database;
    private final RoomAccess access;
    private final GapWalk.Parts walking;
    private final Tokens tokens;
    private final Visibility visibility;
    private final EventPieces.Parts pieces;
    private final BundledEvents bundledEvents;

    /// Creates it.
    public Messages(
            Database database,
            RoomAccess access,
            GapWalk.Parts walking,
            Tokens tokens,
            Visibility visibility,
            ClientEvents clientEvents,
            BundledEvents bundledEvents) {
        this.database = database;
        this.access = access;
        this.walking = walking;
        this.tokens = tokens;
        this.visibility = visibility;
        this.pieces = new EventPieces.Parts(database, walking.events(), clientEvents, visibility);
        this.bundledEvents = bundledEvents;
    }

    /// What a client wants of a timeline.
    ///
    /// @param alwaysEnd whether the answer says where to go on although nothing is left
    public record Wish(
            boolean backwards,
            boolean alwaysEnd,
            Optional<String> from,
            Optional<String> to,
            int limit,
            EventFilter filter,
            EventFormat format) {}

    /// A page of a room's timeline, as an answer. Blocks while gaps on its way are filled from other servers.
    ///
    /// Errors: M_FORBIDDEN; M_INVALID_PARAM for a token that is none.
    public Response page(Requester requester, RoomId roomId, Wish wish) {
        GapWalk walk = new GapWalk(walking);
        while (true) {
            Optional<Response> page = database.read(tx -> page(tx, requester, roomId, wish, walk));
            if (page.isPresent()) {
                return page.get();
            }
            walk.fill();
        }
    }

    /// The page; empty when the walk waits at a gap.
    private Optional<Response> page(
            Tx tx, Requester requester, RoomId roomId, Wish wish, GapWalk walk) {
        RoomAccess.Access seen = access.require(tx, requester, roomId);
        long room = seen.room().nid();
        long beginning = wish.backwards() ? seen.lastOrd() : 0;
        long from =
                wish.from()
                        .map(token -> Math.min(tokens.ord(tx, room, token), seen.lastOrd()))
                        .orElse(beginning);
        int limit =
                wish.filter().limit().isPresent()
                        ? Math.min(wish.limit(), wish.filter().limit().getAsInt())
                        : wish.limit();
        Timeline.Page page;
        if (wish.backwards()) {
            long to = wish.to().map(token -> tokens.ord(tx, room, token)).orElse(0L);
            page = walk.backwards(tx, requester, seen, from, to, limit, wish.filter());
        } else {
            long to = wish.to().map(token -> tokens.ord(tx, room, token)).orElse(Long.MAX_VALUE);
            page = walk.forwards(tx, requester, seen, from, to, limit, wish.filter());
        }
        return walk.isWaiting()
                ? Optional.empty()
                : Optional.of(answer(tx, requester, seen, wish, from, page));
    }

    private Response answer(
            Tx tx,
            Requester requester,
            RoomAccess.Access seen,
            Wish wish,
            long from,
            Timeline.Page found) {
        Visibility.Reader reader = visibility.reader(tx, seen.room(), requester.userId());
        List<byte[]> texts =
                bundledEvents.renderFirst(
                        tx, requester, reader, found.events(), wish.format(), Timeline.MAX_BYTES);
        Timeline.Page page = found.first(texts.size(), wish.backwards());
        JsonBuffer out = new JsonBuffer().beginObject();
        out.array("chunk", texts);
        out.member("start", new TimelineToken(from).toString());
        end(wish, from, page).ifPresent(end -> out.member("end", end.toString()));
        if (!wish.filter().lazyLoadMembers()) {
            return Response.okJson(out.endObject().toBytes());
        }
        EventPieces members = members(requester, seen, senders(seen, page.events()), wish);
        return Response.json(
                out.name("state").beginArray(),
                more -> {
                    members.write(more);
                    if (!members.hasNext()) {
                        more.endArray().endObject();
                    }
                    return members.hasNext();
                });
    }

    private EventPieces members(
            Requester requester, RoomAccess.Access seen, List<Long> numbers, Wish wish) {
        return pieces.of(requester, seen.room(), numbers, event -> true, wish.format());
    }

    /// Where to go on. Who polls gets a place behind the newest event that was looked at.
    private static Optional<TimelineToken> end(Wish wish, long from, Timeline.Page page) {
        if (page.end().isPresent() || !wish.alwaysEnd()) {
            return page.end();
        }
        long last = page.events().isEmpty() ? from : page.events().getLast().ord();
        return Optional.of(new TimelineToken(last));
    }

    /// The member events of those who sent the events of a page.
    private List<Long> senders(RoomAccess.Access seen, List<StoredEvent> page) {
        StateView state = access.view(seen);
        Set<String> senders = new LinkedHashSet<>();
        page.forEach(event -> senders.add(event.parsed().sender().toString()));
        return senders.stream()
                .flatMap(sender -> state.stored("m.room.member", sender).stream())
                .map(StoredEvent::event)
                .toList();
    }
}
