package org.stoa.rooms.upgrade;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.stoa.http.auth.Requester;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.create.RoomMaker;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.Memberships;
import org.stoa.rooms.head.Extremity;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.RoomHead;
import org.stoa.rooms.head.StateView;
import org.stoa.rooms.membership.MemberContent;
import org.stoa.rooms.persist.RoomUpdate;
import org.stoa.rooms.send.Draft;
import org.stoa.rooms.send.EventSender;
import org.stoa.storage.Database;
import org.stoa.storage.rooms.AliasRepository;
import org.stoa.storage.rooms.MembershipRepository;
import org.stoa.storage.rooms.RoomRepository;

/// Replaces a room by one of another version. Thread-safe.
///
/// A write never spans two rooms, so the new room is made first, whole, and the old one ended last: what fails on the way
/// leaves the old room as it was; then, or when the process is killed on the way, [AbandonedUpgrades] takes back what was
/// done.
/// Spec: client-server-api#room-upgrades (v1.19).
public final class RoomUpgrade {
    private static final int LOCKS = 64;

    /// Bans that go over in one write, which is to stay small.
    private static final int BANS_AT_ONCE = 100;

    private final Database database;
    private final EventStore events;
    private final EventSender sender;
    private final RoomMaker maker;
    private final MemberContent memberContent;
    private final MovedState movedState;
    private final OldRoom oldRoom;
    private final RecentUpgrade recent;
    private final AbandonedUpgrades abandoned;
    private final RoomRepository rooms = new RoomRepository();
    private final AliasRepository aliases = new AliasRepository();
    private final MembershipRepository memberships = new MembershipRepository();
    private final ReentrantLock[] locks = new ReentrantLock[LOCKS];

    /// Creates it.
    public RoomUpgrade(
            Database database,
            EventStore events,
            EventSender sender,
            RoomMaker maker,
            MemberContent memberContent,
            RecentUpgrade recent,
            AbandonedUpgrades abandoned) {
        this.database = database;
        this.events = events;
        this.sender = sender;
        this.maker = maker;
        this.memberContent = memberContent;
        this.recent = recent;
        this.abandoned = abandoned;
        this.movedState = new MovedState(database.names(), events);
        this.oldRoom = new OldRoom(sender, database.names(), events);
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new ReentrantLock();
        }
    }

    /// Replaces the room and returns the id of the new one when all is durable. Repeated within minutes it returns the same
    /// room again.
    ///
    /// Errors: M_FORBIDDEN when the user may not send the tombstone of the room; M_UNKNOWN with status 400 when the room was
    /// upgraded otherwise a moment ago.
    public RoomId upgrade(Requester requester, Room room, UpgradeWish wish) {
        ReentrantLock lock = locks[Math.floorMod(room.roomId().hashCode(), LOCKS)];
        lock.lock();
        try {
            // 1. Checks that the user has permission to send m.room.tombstone events in the room.
            requirePermission(requester, room);
            Optional<RoomId> again = recent.of(requester, room, wish);
            if (again.isPresent()) {
                return again.get();
            }
            Plan plan = plan(requester, room, wish);
            Room replacement = make(requester, room, wish, plan);
            try {
                complete(requester, room, replacement, plan);
            } catch (RuntimeException failed) {
                abandoned.check(replacement);
                throw failed;
            }
            return replacement.roomId();
        } finally {
            lock.unlock();
        }
    }

    /// What follows after the new room is there.
    private void complete(Requester requester, Room room, Room replacement, Plan plan) {
        moveBans(requester, room, replacement);
        MovedLevels levels = plan.levels();
        if (!levels.after().equals(levels.during())) {
            sender.update(
                    replacement,
                    update -> set(update, requester, "m.room.power_levels", "", levels.after()));
        }
        // 4. Moves any local aliases to the new room.
        database.execute(
                tx ->
                        aliases.moveAll(
                                tx, room.roomId().toString(), replacement.roomId().toString()));
        // 5. Sends a m.room.tombstone event to the old room.
        oldRoom.end(requester, room, replacement.roomId());
    }

    /// How the new room is to be.
    ///
    /// @param head the old room as it is replaced
    private record Plan(RoomHead head, Event create, MovedLevels levels, boolean published) {}

    private void requirePermission(Requester requester, Room room) {
        StateView state = state(room.visible().head());
        boolean allowed =
                state.membership(requester.userId()) == Membership.JOIN
                        && state.powerLevels()
                                .maySend(requester.userId(), "m.room.tombstone", true);
        if (!allowed) {
            throw new MatrixException(ErrorCode.FORBIDDEN, "You may not upgrade this room");
        }
    }

    private Plan plan(Requester requester, Room old, UpgradeWish wish) {
        RoomHead head = old.visible().head();
        StateView state = state(head);
        Event create = state.stored("m.room.create", "").orElseThrow().parsed();
        Set<UserId> creators = new LinkedHashSet<>(wish.creators());
        creators.add(requester.userId());
        MovedLevels levels =
                MovedLevels.of(
                        create,
                        state.content("m.room.power_levels", ""),
                        wish.version().rules(),
                        requester.userId(),
                        creators);
        boolean published =
                database.read(tx -> rooms.byNumber(tx, old.nid()))
                        .map(RoomRepository.RoomRecord::isPublic)
                        .orElse(false);
        return new Plan(head, create, levels, published);
    }

    private Room make(Requester requester, Room old, UpgradeWish wish, Plan plan) {
        return maker.make(
                new RoomMaker.Beginning(
                        requester,
                        wish.version(),
                        creation(old.roomId(), plan.head(), plan.create(), wish),
                        plan.published()),
                update -> {
                    fill(update, requester, plan.head(), plan.levels());
                    abandoned.note(update);
                });
    }

    /// 2. The content of the old create event with a predecessor. Creators are not taken over.
    ///
    /// "When upgrading to room version 12 or later, the `event_id` property inside `predecessor` MAY be omitted": then the tombstone
    /// names the new room by its create event, so that cannot name what clients look for there, the tombstone.
    private static JsonObject creation(RoomId old, RoomHead head, Event create, UpgradeWish wish) {
        JsonObject.Builder predecessor = JsonObject.builder().put("room_id", old.toString());
        if (!wish.version().rules().roomIdFromCreate()) {
            head.extremities().stream()
                    .findFirst()
                    .map(Extremity::eventId)
                    .ifPresent(last -> predecessor.put("event_id", last.toString()));
        }
        JsonObject.Builder content =
                create.content().without("creator").without("additional_creators").toBuilder();
        content.put("predecessor", predecessor.build());
        if (!wish.creators().isEmpty()) {
            content.put(
                    "additional_creators",
                    JsonArray.ofStrings(wish.creators().stream().map(UserId::toString).toList()));
        }
        return content.build();
    }

    private void fill(RoomUpdate update, Requester requester, RoomHead old, MovedLevels levels) {
        set(
                update,
                requester,
                "m.room.member",
                requester.userId().toString(),
                memberContent.of(requester.userId(), Membership.JOIN, Optional.empty()));
        set(update, requester, "m.room.power_levels", "", levels.during());
        // 3. Replicates transferable state events to the new room.
        for (MovedState.Entry entry : movedState.of(old.state(), update.room().rules())) {
            set(update, requester, entry.type(), entry.stateKey(), entry.content());
        }
    }

    private void moveBans(Requester requester, Room old, Room made) {
        long ban = Memberships.number(Membership.BAN);
        List<MembershipRepository.Member> banned =
                new ArrayList<>(database.read(tx -> memberships.inRoom(tx, old.nid(), ban)));
        for (int from = 0; from < banned.size(); from += BANS_AT_ONCE) {
            List<MembershipRepository.Member> some =
                    banned.subList(from, Math.min(from + BANS_AT_ONCE, banned.size()));
            sender.update(
                    made,
                    update -> {
                        for (MembershipRepository.Member member : some) {
                            ban(update, requester, member);
                        }
                        return made;
                    });
        }
    }

    private void ban(RoomUpdate update, Requester requester, MembershipRepository.Member member) {
        UserId user = database.names().userId(member.user());
        JsonObject content = events.get(member.event()).content();
        set(update, requester, "m.room.member", user.toString(), content);
    }

    private Room set(
            RoomUpdate update,
            Requester requester,
            String type,
            String stateKey,
            JsonObject content) {
        sender.add(
                update,
                Draft.state(requester.userId(), requester.userNid(), type, stateKey, content));
        return update.room();
    }

    private StateView state(RoomHead head) {
        return new StateView(head.state(), database.names(), events);
    }
}
