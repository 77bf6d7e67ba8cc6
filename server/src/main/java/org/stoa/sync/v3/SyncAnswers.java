package org.stoa.sync.v3;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.stoa.http.JsonBuffer;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.Rooms;
import org.stoa.rooms.read.Visibility;
import org.stoa.storage.Database;
import org.stoa.storage.Tx;
import org.stoa.storage.accounts.AccountDataEntry;
import org.stoa.storage.accounts.AccountDataRepository;
import org.stoa.sync.online.OnlineUser;
import org.stoa.sync.online.PresenceNews;
import org.stoa.sync.online.SentMembers;

/// Makes the answers of /sync for a part of the stream. Each room is read in a transaction of its own; all of them keep to
/// the end of the span, so nothing newer slips in. Thread-safe.
public final class SyncAnswers {
    private final Database database;
    private final Rooms rooms;
    private final Visibility visibility;
    private final RoomPlanner planner;
    private final JoinedRoomSection joined;
    private final LeftRoomSection left;
    private final OutsideRoomSection outside = new OutsideRoomSection();
    private final AccountDataSection accountData;
    private final PresenceNews presence;
    private final AccountDataRepository accountDataRepository = new AccountDataRepository();

    SyncAnswers(
            Database database,
            Rooms rooms,
            Visibility visibility,
            RoomPlanner planner,
            JoinedRoomSection joined,
            LeftRoomSection left,
            AccountDataSection accountData,
            PresenceNews presence) {
        this.database = database;
        this.rooms = rooms;
        this.visibility = visibility;
        this.planner = planner;
        this.joined = joined;
        this.left = left;
        this.accountData = accountData;
        this.presence = presence;
    }

    /// What one answer is made from, besides the database.
    private record Source(
            SyncRequest request,
            OnlineUser user,
            SyncSpan span,
            SentMembers members,
            Set<Long> typingRooms,
            Map<Long, List<AccountDataEntry>> accountData) {}

    /// The answer for a client that has nothing yet.
    ///
    /// @param typingRooms rooms of which the list of those who type is to be told
    /// @param present users of whose presence is told
    /// @param out where it begins
    SyncAnswer initial(
            SyncRequest request,
            OnlineUser user,
            SyncSpan span,
            Set<Long> typingRooms,
            List<Long> present,
            String token,
            JsonBuffer out) {
        List<AccountDataEntry> entries =
                database.read(tx -> accountDataRepository.all(tx, request.user()));
        Map<Long, List<AccountDataEntry>> byRoom = byRoom(entries);
        List<RoomTask> tasks = database.read(tx -> planner.all(tx, request, user, span));
        List<byte[]> global =
                accountData.all(
                        request.requester().userId(),
                        byRoom.getOrDefault(AccountDataRepository.GLOBAL, List.of()),
                        request.filter().accountData());
        return begin(
                new Source(request, user, span, members(request, user, span), typingRooms, byRoom),
                global,
                present,
                tasks,
                token,
                out);
    }

    /// The answer for a client that continues.
    ///
    /// @param changed joined rooms in which something changed
    /// @param hasOwnChanges whether rows of the user's own may have changed
    /// @param typingRooms rooms of which the list of those who type is to be told
    /// @param present users of whose presence is told
    SyncAnswer incremental(
            SyncRequest request,
            OnlineUser user,
            SyncSpan span,
            Set<Long> changed,
            boolean hasOwnChanges,
            Set<Long> typingRooms,
            List<Long> present,
            String token) {
        OwnChanges own =
                hasOwnChanges
                        ? database.read(tx -> OwnChanges.read(tx, request.user(), span))
                        : OwnChanges.NONE;
        Set<Long> news = new HashSet<>(changed);
        news.addAll(typingRooms);
        boolean needsRows = hasOwnChanges || request.fullState();
        List<RoomTask> tasks =
                needsRows
                        ? database.read(tx -> planner.changed(tx, request, user, span, own, news))
                        : planner.stillJoined(request, user, span, news);
        List<byte[]> global =
                accountData.events(
                        request.requester().userId(),
                        own.accountData().getOrDefault(AccountDataRepository.GLOBAL, List.of()),
                        request.filter().accountData());
        return begin(
                new Source(
                        request,
                        user,
                        span,
                        members(request, user, span),
                        typingRooms,
                        own.accountData()),
                global,
                withNewRooms(request, user, span, present, tasks),
                tasks,
                token,
                new JsonBuffer());
    }

    /// The answer when nothing is new.
    SyncAnswer nothing(String token) {
        return new SyncAnswer(
                new JsonBuffer(),
                token,
                List.of(),
                List.of(),
                List.of(),
                (task, out, before) -> new SyncAnswer.Told(false, null));
    }

    private static SentMembers members(SyncRequest request, OnlineUser user, SyncSpan span) {
        SentMembers members = user.sentMembers(request.device());
        members.begin(span.to());
        return members;
    }

    private SyncAnswer begin(
            Source source,
            List<byte[]> global,
            Collection<Long> present,
            List<RoomTask> tasks,
            String token,
            JsonBuffer begun) {
        return new SyncAnswer(
                begun,
                token,
                global,
                presence.events(present, source.request().filter().presence()),
                tasks,
                (task, out, before) -> write(source, task, out, before));
    }

    /// Rooms that the user has joined bring the presence of who is in them.
    private Collection<Long> withNewRooms(
            SyncRequest request,
            OnlineUser user,
            SyncSpan span,
            List<Long> changed,
            List<RoomTask> tasks) {
        long[] joined =
                tasks.stream()
                        .filter(task -> task.kind() == RoomTask.Kind.JOIN && task.from() == 0)
                        .mapToLong(RoomTask::room)
                        .toArray();
        if (joined.length == 0 || span.isInitial()) {
            return changed;
        }
        Set<Long> present = new LinkedHashSet<>(changed);
        present.addAll(presence.inRooms(user, LongStream.of(joined), request.filter().presence()));
        return present;
    }

    private SyncAnswer.Told write(Source source, RoomTask task, JsonBuffer out, Runnable before) {
        // Loaded outside the transaction: who loads a room may have to wait for another who does.
        Room room = rooms.get(task.room());
        JsonBuffer written = new JsonBuffer();
        WrittenRoom result =
                database.readWhenAsked(
                        tx -> {
                            written.clear();
                            return write(tx, source, room, task, written);
                        });
        if (result.isNews()) {
            before.run();
            out.append(written);
        }
        StateWalk rest = result.rest();
        return new SyncAnswer.Told(
                result.isNews(),
                rest == null
                        ? null
                        : more ->
                                database.read(
                                        tx -> rest.writeNext(scope(tx, source, room, task), more)));
    }

    private WrittenRoom write(Tx tx, Source source, Room room, RoomTask task, JsonBuffer out) {
        return switch (task.kind()) {
            case JOIN ->
                    joined.write(
                            scope(tx, source, room, task),
                            entries(tx, source, task),
                            source.typingRooms().contains(task.room()),
                            out);
            case INVITE, KNOCK -> {
                outside.write(tx, source.request().user(), room.roomId().toString(), task, out);
                yield WrittenRoom.WHOLE;
            }
            case LEAVE -> left.write(scope(tx, source, room, task), out);
        };
    }

    private RoomScope scope(Tx tx, Source source, Room room, RoomTask task) {
        SyncRequest request = source.request();
        return new RoomScope(
                tx,
                request,
                source.user(),
                source.members(),
                source.span(),
                room,
                task,
                visibility.reader(tx, room, request.requester().userId()));
    }

    /// The account data of a room that is to be told: all of it when the room is new to the client.
    private List<AccountDataEntry> entries(Tx tx, Source source, RoomTask task) {
        boolean isNewlyJoined = task.from() == 0 && !source.span().isInitial();
        return isNewlyJoined
                ? byRoom(accountDataRepository.all(tx, source.request().user()))
                        .getOrDefault(task.room(), List.of())
                : source.accountData().getOrDefault(task.room(), List.of());
    }

    private static Map<Long, List<AccountDataEntry>> byRoom(List<AccountDataEntry> entries) {
        return entries.stream().collect(Collectors.groupingBy(AccountDataEntry::room));
    }
}
