package org.stoa.appservice.push;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.stoa.appservice.Registration;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.id.RoomAlias;
import org.stoa.protocol.id.UserId;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.StateView;
import org.stoa.rooms.read.Visibility;
import org.stoa.rooms.state.StateRef;
import org.stoa.storage.Tx;
import org.stoa.storage.appservice.FollowRepository;
import org.stoa.storage.appservice.FollowRepository.EventRow;
import org.stoa.storage.appservice.FollowRepository.OutsideRow;
import org.stoa.storage.rooms.AliasRepository;
import org.stoa.storage.rooms.MembershipRepository;

/// What concerns one application service. For one thread at a time, which has to show it all events in their order.
///
/// An event concerns a service when its room does, by its id or an alias; when a user of the service sent it or is its
/// target; and when such a user was in the room. For the last, one user of the service who is in the room is remembered as a
/// witness, so that an event costs one look at his membership, however many members the room has; that a room has none is
/// remembered until one comes.
///
/// Spec: application-service-api#registration (v1.19), "interested".
final class Interests {
    /// Rooms and users that are remembered; of others it is found out again.
    private static final int MAX_REMEMBERED = 20_000;

    /// A user in more rooms than this has his presence judged by the first of them.
    private static final int MAX_ROOMS_OF_USER = 200;

    private static final String MEMBER = "m.room.member";
    private static final long NOBODY = 0;

    private final Registration service;
    private final Source source;
    private final AliasRepository aliases = new AliasRepository();
    private final FollowRepository follow = new FollowRepository();
    private final MembershipRepository memberships = new MembershipRepository();
    private final Cache<Long, Long> witnesses = remembered();
    private final Cache<Long, StateRef> emptyStates = remembered();
    private final Cache<Long, Boolean> users = remembered();
    private final Cache<Long, Boolean> roomIds = remembered();
    private final Map<Long, Boolean> namedNow = new HashMap<>();

    Interests(Registration service, Source source) {
        this.service = service;
        this.source = source;
    }

    private static <V> Cache<Long, V> remembered() {
        return Caffeine.newBuilder().executor(Runnable::run).maximumSize(MAX_REMEMBERED).build();
    }

    /// Another snapshot is read from here on.
    void begin() {
        namedNow.clear();
    }

    /// Whether an event concerns the service, as far as its row says.
    enum Concern {
        YES,
        /// If a user of the service was in the room.
        PERHAPS,
        NO
    }

    /// Says whether an event concerns the service without reading it.
    Concern concern(Tx tx, EventRow row) {
        if (source.typeName(row.type()).equals(Visibility.MERGE_EVENT)) {
            return Concern.NO;
        }
        if (isOwn(row.sender()) || isMembershipOfOwn(row) || isRoomNamed(tx, row.room())) {
            return Concern.YES;
        }
        return Long.valueOf(NOBODY).equals(witnesses.getIfPresent(row.room()))
                ? Concern.NO
                : Concern.PERHAPS;
    }

    /// Returns the event if it concerns the service.
    ///
    /// @param read the event of a number
    @Nullable StoredEvent event(Tx tx, EventRow row, LongFunction<StoredEvent> read) {
        Concern concern = concern(tx, row);
        if (concern == Concern.NO) {
            return null;
        }
        if (isMembershipOfOwn(row)) {
            forgetThatThereIsNobody(row.room());
        }
        StoredEvent event = read.apply(row.event());
        return concern == Concern.YES || isWitnessed(tx, event) ? event : null;
    }

    /// Whether the membership of a user in a room that this server is not in concerns the service.
    boolean concerns(OutsideRow row) {
        return isOwn(row.user());
    }

    /// Whether what happens in a room now, and is no event, concerns the service.
    boolean concernsNow(Tx tx, long room) {
        if (isRoomNamed(tx, room)) {
            return true;
        }
        Room known = source.room(room);
        StateRef now = known.visible().head().stateRef();
        if (now.equals(emptyStates.getIfPresent(room))) {
            return false;
        }
        StateView state = source.stateNow(known);
        long found = findWitness(tx, room, user -> state.membership(user) == Membership.JOIN);
        if (found == NOBODY) {
            // Not remembered for the events, which may be of a time when somebody was there.
            emptyStates.put(room, now);
        } else {
            witnesses.put(room, found);
        }
        return found != NOBODY;
    }

    /// Whoever comes may be the first one.
    private void forgetThatThereIsNobody(long room) {
        Long known = witnesses.getIfPresent(room);
        if (known != null && known == NOBODY) {
            witnesses.invalidate(room);
        }
    }

    /// Whether the presence of a user concerns the service: he is one of its own, or in a room that concerns it.
    boolean concernsPresence(Tx tx, long user) {
        return isOwn(user)
                || memberships.roomsOf(tx, user, 2).stream()
                        .limit(MAX_ROOMS_OF_USER)
                        .anyMatch(room -> concernsNow(tx, room));
    }

    /// Whether the service speaks for a user.
    boolean isOwn(long user) {
        return users.get(user, nid -> service.covers(source.userId(nid)));
    }

    private boolean isMembershipOfOwn(EventRow row) {
        return row.stateKey() != 0
                && source.typeName(row.type()).equals(MEMBER)
                && UserId.tryParse(source.stateKey(row.stateKey()))
                        .filter(service::covers)
                        .isPresent();
    }

    /// By its id, which stays, or by an alias, which may come and go: looked up once in each snapshot.
    private boolean isRoomNamed(Tx tx, long room) {
        Boolean known = namedNow.get(room);
        if (known == null) {
            known = findNamed(tx, room);
            namedNow.put(room, known);
        }
        return known;
    }

    private boolean findNamed(Tx tx, long room) {
        boolean byId =
                !service.rooms().isEmpty()
                        && roomIds.get(room, nid -> service.covers(source.roomId(tx, nid)));
        return byId
                || (!service.aliases().isEmpty()
                        && aliases.ofRoom(tx, source.roomId(tx, room).toString()).stream()
                                .map(record -> RoomAlias.tryParse(record.alias()))
                                .flatMap(Optional::stream)
                                .anyMatch(service::covers));
    }

    private boolean isWitnessed(Tx tx, StoredEvent event) {
        if (event.header().stateLine() == 0) {
            return false;
        }
        Room room = source.room(event.header().room());
        long found =
                findWitness(
                        tx,
                        room.nid(),
                        user -> source.membershipAt(tx, room, user, event) == Membership.JOIN);
        witnesses.put(room.nid(), found);
        return found != NOBODY;
    }

    private long findWitness(Tx tx, long room, Predicate<UserId> isThere) {
        Long known = witnesses.getIfPresent(room);
        if (known != null && known != NOBODY && isThere.test(source.userId(known))) {
            return known;
        }
        for (long user : follow.localMembers(tx, room)) {
            if (isOwn(user) && isThere.test(source.userId(user))) {
                return user;
            }
        }
        return NOBODY;
    }
}
