package org.stoa.sync.old;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stoa.accounts.data.InvitePermissions;
import org.stoa.http.auth.Requester;
import org.stoa.platform.Changes;
import org.stoa.protocol.event.content.Membership;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.Memberships;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.Rooms;
import org.stoa.rooms.read.EventFilter;
import org.stoa.rooms.read.JsonText;
import org.stoa.rooms.read.RoomAccess;
import org.stoa.rooms.read.Visibility;
import org.stoa.storage.Database;
import org.stoa.storage.Tx;
import org.stoa.storage.rooms.MembershipRepository;
import org.stoa.storage.rooms.MembershipRepository.LocalMembership;
import org.stoa.storage.rooms.SyncRepository;
import org.stoa.sync.SyncTokens;
import org.stoa.sync.online.LongPoll;
import org.stoa.sync.online.News;
import org.stoa.sync.online.OnlineUser;
import org.stoa.sync.online.OnlineUsers;
import org.stoa.sync.online.PresenceNews;
import org.stoa.sync.v3.EphemeralSection;

/// What happens in all rooms of a user, or in one room that he reads, as one list in the order in which it happened.
/// Thread-safe.
///
/// Spec: client-server-api#get_matrixclientv3events (v1.19), legacy client API v1.
public final class EventStream {
    /// Events of one answer; the client goes on behind the last.
    private static final int MAX_EVENTS = 100;

    /// Bytes of one answer, about.
    private static final long MAX_BYTES = 1 << 20;

    private final Database database;
    private final Rooms rooms;
    private final RoomAccess access;
    private final EventStore events;
    private final Visibility visibility;
    private final RoomInfo info;
    private final EphemeralSection ephemeral;
    private final Changes changes;
    private final OnlineUsers online;
    private final LongPoll longPoll;
    private final News news;
    private final PresenceNews presence;
    private final SyncTokens tokens;
    private final SyncRepository repository = new SyncRepository();
    private final MembershipRepository memberships = new MembershipRepository();

    EventStream(
            Database database,
            Rooms rooms,
            RoomAccess access,
            EventStore events,
            Visibility visibility,
            RoomInfo info,
            EphemeralSection ephemeral,
            Changes changes,
            OnlineUsers online,
            LongPoll longPoll,
            News news,
            PresenceNews presence,
            SyncTokens tokens) {
        this.database = database;
        this.rooms = rooms;
        this.access = access;
        this.events = events;
        this.visibility = visibility;
        this.info = info;
        this.ephemeral = ephemeral;
        this.changes = changes;
        this.online = online;
        this.longPoll = longPoll;
        this.news = news;
        this.presence = presence;
        this.tokens = tokens;
    }

    /// What a client asks for.
    ///
    /// @param from the token that it continues from; from now on without one
    /// @param room the only room that it wants; null for all that the user is joined to
    /// @param presence whether the presence of others is wanted too
    public record Wish(
            Requester requester, Optional<String> from, @Nullable Room room, boolean presence) {}

    /// The next events, as soon as there are some, as JSON text.
    ///
    /// Errors: M_INVALID_PARAM for a malformed token; M_FORBIDDEN for a room that the user may not read.
    ///
    /// @param timeout how long to wait when nothing is new
    public byte[] next(Wish wish, Duration timeout) {
        Requester requester = wish.requester();
        Room room = wish.room();
        if (room == null) {
            return longPoll.poll(requester.userNid(), timeout, new Looking(wish));
        }
        boolean isMember =
                database.read(tx -> access.require(tx, requester, room.roomId())).member();
        if (isMember) {
            return longPoll.poll(requester.userNid(), timeout, new Looking(wish));
        }
        changes.online(room.nid(), requester.userNid());
        try {
            return longPoll.poll(requester.userNid(), timeout, new Looking(wish));
        } finally {
            changes.offline(room.nid(), requester.userNid());
        }
    }

    /// An event with the text that tells of it.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Told(long position, byte[] text) {}

    /// Events of one room, and up to where there are no more of it.
    private record Part(List<Told> told, long upTo) {}

    /// A part of the stream.
    private record Span(long from, long to, long ephemeralFrom, long ephemeralTo) {}

    /// One request while it waits.
    private final class Looking implements LongPoll.Look<byte[]> {
        private final Wish wish;
        private boolean hasBegun;
        private long position;
        private long ephemeralAt;
        private long ephemeralStart;
        private String start = "";

        Looking(Wish wish) {
            this.wish = wish;
        }

        @Override
        public Optional<byte[]> look(OnlineUser user, boolean isLast) {
            long ephemeralTo = news.lastEphemeral();
            long to = online.frontier(database, user);
            if (!hasBegun) {
                begin(to, ephemeralTo);
            }
            Span span = new Span(position, to, ephemeralAt, ephemeralTo);
            position = to;
            ephemeralAt = ephemeralTo;
            Optional<byte[]> found = found(wish, user, span, start);
            // Typing and presence of others that do not concern the user leave the token as it is.
            return found.isEmpty() && isLast
                    ? Optional.of(answer(start, tokens.token(to, ephemeralStart), List.of()))
                    : found;
        }

        private void begin(long to, long ephemeralTo) {
            SyncTokens.Start from = tokens.start(wish.from(), to);
            position = from.isAnew() ? to : from.position();
            ephemeralAt = from.isAnew() ? ephemeralTo : from.ephemeral();
            ephemeralStart = ephemeralAt;
            start = tokens.token(position, ephemeralAt);
            hasBegun = true;
        }
    }

    private Optional<byte[]> found(Wish wish, OnlineUser user, Span span, String start) {
        List<Told> told = new ArrayList<>();
        Set<Long> changed = changedRooms(wish, user, span);
        long end = span.to();
        for (long number : changed) {
            // Loaded outside the transaction: who loads a room may have to wait for another who
            // does.
            Room room = rooms.get(number);
            Part part =
                    database.read(tx -> eventsOf(tx, wish.requester(), user.ignored(), room, span));
            told.addAll(part.told());
            end = Math.min(end, part.upTo());
            told.sort(Comparator.comparingLong(Told::position));
            List<Told> kept = first(told, end);
            if (kept.size() < told.size()) {
                end = kept.isEmpty() ? end : kept.getLast().position();
                told = new ArrayList<>(kept);
            }
        }
        List<Told> first = told;
        if (end < span.to()) {
            return Optional.of(
                    answer(start, tokens.token(end, span.ephemeralFrom()), texts(first)));
        }
        List<byte[]> all = new ArrayList<>(texts(first));
        all.addAll(ephemeral(wish, user, changed, span));
        all.addAll(presence(wish, user, span));
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of(answer(start, tokens.token(span.to(), span.ephemeralTo()), all));
    }

    /// The first events up to a position, as many as fit into an answer; one at least, when there is one.
    private static List<Told> first(List<Told> told, long end) {
        List<Told> first = new ArrayList<>();
        long bytes = 0;
        for (Told event : told) {
            boolean isFull = first.size() == MAX_EVENTS || bytes >= MAX_BYTES;
            if (isFull || event.position() > end) {
                break;
            }
            first.add(event);
            bytes += event.text().length;
        }
        return first;
    }

    private Set<Long> changedRooms(Wish wish, OnlineUser user, Span span) {
        if (wish.room() != null) {
            return Set.of(wish.room().nid());
        }
        Set<Long> changed = new HashSet<>(news.changedRooms(user, span.from(), span.to()));
        if (user.changedAfter(span.from())) {
            for (LocalMembership row : ownMemberships(user, span)) {
                changed.add(row.room());
            }
        }
        return changed;
    }

    private List<LocalMembership> ownMemberships(OnlineUser user, Span span) {
        return database.read(
                tx -> memberships.ofUserSince(tx, user.nid(), span.from(), Long.MAX_VALUE));
    }

    private Part eventsOf(Tx tx, Requester requester, Set<Long> ignored, Room room, Span span) {
        List<Long> numbers =
                repository.eventsBetween(tx, room.nid(), span.from(), span.to(), MAX_EVENTS);
        if (numbers.isEmpty()) {
            return new Part(List.of(), span.to());
        }
        Map<Long, StoredEvent> found = events.getAll(tx, numbers);
        Visibility.Reader reader = visibility.reader(tx, room, requester.userId());
        String userId = requester.userId().toString();
        List<StoredEvent> visible =
                numbers.stream()
                        .map(found::get)
                        .filter(Objects::nonNull)
                        .filter(event -> reader.sees(event) || isMemberEventOf(event, userId))
                        .filter(event -> !isIgnored(event, ignored, userId))
                        .filter(event -> !isUnwantedInvite(tx, requester, event))
                        .toList();
        List<byte[]> texts = info.render(tx, requester, reader, visible);
        List<Told> told = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            told.add(new Told(visible.get(i).pos(), texts.get(i)));
        }
        boolean isFull = numbers.size() == MAX_EVENTS;
        StoredEvent last = found.get(numbers.getLast());
        return new Part(told, isFull && last != null ? last.pos() : span.to());
    }

    private static boolean isUnwantedInvite(Tx tx, Requester requester, StoredEvent event) {
        return isMemberEventOf(event, requester.userId().toString())
                && Memberships.in(event.content()) == Membership.INVITE
                && InvitePermissions.verdict(tx, requester.userNid(), event.parsed().sender())
                        != InvitePermissions.Verdict.ALLOW;
    }

    /// State of ignored users is told all the same, but for their invites.
    private static boolean isIgnored(StoredEvent event, Set<Long> ignored, String userId) {
        boolean isInvite =
                isMemberEventOf(event, userId)
                        && Memberships.in(event.content()) == Membership.INVITE;
        return ignored.contains(event.header().sender()) && (!event.isState() || isInvite);
    }

    private static boolean isMemberEventOf(StoredEvent event, String userId) {
        return event.isState()
                && event.type().equals("m.room.member")
                && event.parsed().stateKey().orElse("").equals(userId);
    }

    private List<byte[]> ephemeral(Wish wish, OnlineUser user, Set<Long> changed, Span span) {
        List<byte[]> texts = new ArrayList<>();
        for (long number : news.typingRooms(user, span.ephemeralFrom(), span.ephemeralTo())) {
            Room room = rooms.get(number);
            if (wish.room() == null || wish.room().nid() == number) {
                texts.add(RoomInfo.inRoom(ephemeral.typing(number), room).toBytes());
            }
        }
        for (long number : changed) {
            if (user.isJoined(number)) {
                Room room = rooms.get(number);
                database.read(
                                tx ->
                                        ephemeral.receipts(
                                                tx, room, user.nid(), span.from(), span.to()))
                        .events()
                        .forEach(event -> texts.add(RoomInfo.inRoom(event, room).toBytes()));
            }
        }
        return texts;
    }

    /// The presence of others is no matter of one room.
    private List<byte[]> presence(Wish wish, OnlineUser user, Span span) {
        if (wish.room() != null || !wish.presence()) {
            return List.of();
        }
        return presence.oldEvents(
                presence.changed(user, span.ephemeralFrom(), span.ephemeralTo(), EventFilter.ALL));
    }

    private static List<byte[]> texts(List<Told> told) {
        return told.stream().map(Told::text).toList();
    }

    private static byte[] answer(String start, String end, List<byte[]> chunk) {
        return new JsonText().put("start", start).put("end", end).putAll("chunk", chunk).toBytes();
    }
}
