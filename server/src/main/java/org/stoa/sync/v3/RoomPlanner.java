package org.stoa.sync.v3;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.event.content.Membership;
import org.stoa.rooms.event.Memberships;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.Rooms;
import org.stoa.storage.Tx;
import org.stoa.storage.rooms.MembershipRepository;
import org.stoa.storage.rooms.MembershipRepository.LocalMembership;
import org.stoa.sync.online.OnlineUser;

/// Decides which rooms an answer looks at, and under which heading each comes: by the user's membership at the end of the
/// span, which a row that is newer than that does not tell.
final class RoomPlanner {
    private final Rooms rooms;
    private final RoomHistory history;
    private final Inviters inviters;
    private final MembershipRepository memberships = new MembershipRepository();

    RoomPlanner(Rooms rooms, RoomHistory history, Inviters inviters) {
        this.rooms = rooms;
        this.history = history;
        this.inviters = inviters;
    }

    /// All rooms of the user, for a client that has nothing yet.
    List<RoomTask> all(Tx tx, SyncRequest request, OnlineUser user, SyncSpan span) {
        List<RoomTask> tasks = new ArrayList<>();
        for (LocalMembership row : memberships.ofUser(tx, request.user())) {
            if (wants(tx, request, row.room())) {
                initial(tx, request, user, span, row).ifPresent(tasks::add);
            }
        }
        return sorted(tasks);
    }

    /// The rooms in which something may be new in the span.
    ///
    /// @param changed rooms that the user is joined to and that changed
    List<RoomTask> changed(
            Tx tx,
            SyncRequest request,
            OnlineUser user,
            SyncSpan span,
            OwnChanges own,
            Set<Long> changed) {
        Set<Long> candidates = new LinkedHashSet<>(changed);
        candidates.addAll(own.memberships().keySet());
        candidates.addAll(own.accountData().keySet());
        candidates.addAll(own.privateReceipts());
        if (request.fullState()) {
            user.joinedRooms().forEach(candidates::add);
        }
        List<RoomTask> tasks = new ArrayList<>();
        for (long room : candidates) {
            @Nullable LocalMembership row = own.memberships().get(room);
            if (row == null && !user.isJoined(room)) {
                continue;
            }
            if (wants(tx, request, room)) {
                incremental(tx, request, user, span, room, row).ifPresent(tasks::add);
            }
        }
        return sorted(tasks);
    }

    /// The rooms in which something may be new in the span, when no row of the user's own is: he is joined to all of
    /// them as before. Reads no database for rooms that are in memory.
    ///
    /// @param changed rooms that the user is joined to and that changed
    List<RoomTask> stillJoined(
            SyncRequest request, OnlineUser user, SyncSpan span, Set<Long> changed) {
        return changed.stream()
                .filter(user::isJoined)
                .filter(room -> request.filter().rooms().wants(rooms.get(room).roomId().toString()))
                .flatMap(room -> joined(request, room, span.from(), span).stream())
                .toList();
    }

    private boolean wants(Tx tx, SyncRequest request, long room) {
        return request.filter().rooms().wants(rooms.roomId(tx, room).toString());
    }

    private Optional<RoomTask> initial(
            Tx tx, SyncRequest request, OnlineUser user, SyncSpan span, LocalMembership row) {
        return switch (membershipAt(tx, request, row, span.to())) {
            case JOIN -> joined(request, row.room(), 0, span);
            case INVITE -> invited(tx, user, row, span);
            case KNOCK -> asOutside(RoomTask.Kind.KNOCK, row, span);
            case LEAVE, BAN ->
                    request.filter().includeLeave() && !row.forgotten()
                            ? Optional.of(left(tx, request, span, row))
                            : Optional.empty();
        };
    }

    private Optional<RoomTask> incremental(
            Tx tx,
            SyncRequest request,
            OnlineUser user,
            SyncSpan span,
            long room,
            @Nullable LocalMembership row) {
        if (row == null) {
            return joined(request, room, span.from(), span);
        }
        return switch (membershipAt(tx, request, row, span.to())) {
            case JOIN ->
                    joined(
                            request,
                            room,
                            wasJoined(tx, request, span, row) ? span.from() : 0,
                            span);
            case INVITE -> invited(tx, user, row, span);
            case KNOCK -> asOutside(RoomTask.Kind.KNOCK, row, span);
            case LEAVE, BAN -> newlyLeft(tx, request, span, row);
        };
    }

    /// A client that wants all members with the room does not see it before they are known, and then as if it were just joined.
    private Optional<RoomTask> joined(SyncRequest request, long nid, long from, SyncSpan span) {
        Room room = rooms.get(nid);
        if (!request.filter().lazyLoadsMembers()) {
            if (PartialSpan.isPartialAt(room, span.to())) {
                return Optional.empty();
            }
            if (PartialSpan.completedIn(room, from, span.to())) {
                return Optional.of(joined(nid, 0, span));
            }
        }
        return Optional.of(joined(nid, from, span));
    }

    private static RoomTask joined(long room, long from, SyncSpan span) {
        return new RoomTask(RoomTask.Kind.JOIN, room, from, span.to(), span.to());
    }

    private Optional<RoomTask> invited(Tx tx, OnlineUser user, LocalMembership row, SyncSpan span) {
        return inviters.isIgnored(tx, row, user.ignored())
                ? Optional.empty()
                : asOutside(RoomTask.Kind.INVITE, row, span);
    }

    private static Optional<RoomTask> asOutside(
            RoomTask.Kind kind, LocalMembership row, SyncSpan span) {
        boolean isRowOfSpan = row.pos() <= span.to();
        return isRowOfSpan
                ? Optional.of(new RoomTask(kind, row.room(), span.from(), span.to(), 0))
                : Optional.empty();
    }

    private Optional<RoomTask> newlyLeft(
            Tx tx, SyncRequest request, SyncSpan span, LocalMembership row) {
        boolean isNews =
                row.pos() <= span.to()
                        || membershipAt(tx, request, row, span.from()) != Membership.LEAVE;
        // A forgotten room is told of once more, when the client does not know yet that it was
        // left.
        boolean isNoMore = row.forgotten() && wasOut(tx, request, span, row);
        return isNews && !isNoMore ? Optional.of(left(tx, request, span, row)) : Optional.empty();
    }

    private boolean wasOut(Tx tx, SyncRequest request, SyncSpan span, LocalMembership row) {
        Membership before = membershipAt(tx, request, row, span.from());
        return before == Membership.LEAVE || before == Membership.BAN;
    }

    /// A room that the user is no longer joined to: its timeline goes up to the change of his membership that is shown,
    /// its state to the moment at which he left.
    private RoomTask left(Tx tx, SyncRequest request, SyncSpan span, LocalMembership row) {
        long end =
                row.pos() <= span.to()
                        ? row.pos()
                        : history.memberEventAt(
                                        tx,
                                        row.room(),
                                        request.requester().userId().toString(),
                                        span.to())
                                .map(StoredEvent::pos)
                                .orElse(span.to());
        long leftPos = history.positionOf(tx, row.room(), row.leftOrd());
        boolean leftBefore = leftPos != 0 && leftPos <= span.from();
        long stateTo = leftPos != 0 && leftPos <= span.to() ? leftPos : 0;
        if (leftPos == 0 && row.joinedOrd() != 0) {
            // He has joined again since the span, which took the mark away.
            stateTo = end;
        }
        boolean wasJoined = !span.isInitial() && wasJoined(tx, request, span, row);
        boolean continues = wasJoined || leftBefore || stateTo == 0;
        return new RoomTask(
                RoomTask.Kind.LEAVE,
                row.room(),
                continues ? span.from() : 0,
                end,
                leftBefore ? 0 : stateTo);
    }

    private Membership membershipAt(
            Tx tx, SyncRequest request, LocalMembership row, long position) {
        return row.pos() <= position
                ? Memberships.of(row.membership())
                : history.membershipAt(
                        tx, row.room(), request.requester().userId().toString(), position);
    }

    /// Whether the user has been joined all along since the start of the span.
    private boolean wasJoined(Tx tx, SyncRequest request, SyncSpan span, LocalMembership row) {
        if (row.pos() <= span.to() && row.joinedOrd() != 0) {
            long joinedPos = history.positionOf(tx, row.room(), row.joinedOrd());
            return joinedPos != 0 && joinedPos <= span.from();
        }
        return history.membershipAt(
                        tx, row.room(), request.requester().userId().toString(), span.from())
                == Membership.JOIN;
    }

    private static List<RoomTask> sorted(List<RoomTask> tasks) {
        tasks.sort(Comparator.comparing(RoomTask::kind));
        return tasks;
    }
}
