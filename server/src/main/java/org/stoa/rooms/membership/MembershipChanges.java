package org.stoa.rooms.membership;

import java.util.Optional;
import java.util.function.BiConsumer;
import org.stoa.accounts.data.InvitePermissions;
import org.stoa.http.auth.Requester;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.Memberships;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.StateView;
import org.stoa.rooms.persist.RoomUpdate;
import org.stoa.rooms.send.Draft;
import org.stoa.rooms.send.EventSender;
import org.stoa.storage.Database;
import org.stoa.storage.Names;
import org.stoa.storage.rooms.MembershipRepository;

/// Changes of membership that local users ask for, each one member event. Thread-safe.
///
/// Spec: client-server-api#room-membership (v1.19).
public final class MembershipChanges {
    private final EntryRules entry;
    private final EventSender sender;
    private final EventStore events;
    private final Names names;
    private final Database database;
    private final MemberContent contents;
    private final NoticeRooms noticeRooms;
    private final RemoteMemberships others;
    private final MembershipRepository memberships = new MembershipRepository();

    /// Creates it.
    public MembershipChanges(
            ServerName serverName,
            EventSender sender,
            EventStore events,
            Names names,
            Database database,
            MemberContent contents,
            RestrictedJoins restricted,
            NoticeRooms noticeRooms,
            InvitePermissions permissions,
            RemoteMemberships others) {
        this.entry = new EntryRules(serverName, restricted, permissions);
        this.sender = sender;
        this.events = events;
        this.names = names;
        this.database = database;
        this.contents = contents;
        this.noticeRooms = noticeRooms;
        this.others = others;
    }

    /// Joins a room; nothing happens when the user is in it already.
    ///
    /// @param own what the client wants to stand in the member event, beside what the server puts there
    ///
    /// Errors: M_FORBIDDEN when the room's rules do not let the user in; M_GUEST_ACCESS_FORBIDDEN for a guest when the
    /// room lets none in.
    public void join(Requester requester, Room room, JsonObject own) {
        sender.name("m.room.member", requester.userId().toString());
        sender.update(
                room,
                update -> {
                    StateView state = state(update);
                    if (state.membership(requester.userId()) == Membership.JOIN) {
                        return false;
                    }
                    JsonObject content = contents.ofJoin(requester.userId(), own);
                    add(
                            update,
                            requester,
                            requester.userId().toString(),
                            entry.join(room, state, requester, content));
                    return true;
                });
    }

    /// Knocks on a room.
    ///
    /// Errors: M_FORBIDDEN when the room takes no knocks, or the user is in it or banned.
    public void knock(Requester requester, Room room, Optional<String> reason) {
        entry.requireHere(room);
        sender.update(
                room,
                update -> change(update, requester, requester.userId(), Membership.KNOCK, reason));
    }

    /// Invites a user; of one of another server that one is asked first.
    ///
    /// Errors: M_FORBIDDEN when the user is in the room or banned, or the requester may not invite; M_INVITE_BLOCKED when the
    /// user wants no invite of the requester; and those of [RemoteMemberships#invite].
    public void invite(Requester requester, Room room, UserId target, Optional<String> reason) {
        contents.meet(target);
        invite(requester, room, target, contents.of(target, Membership.INVITE, reason));
    }

    /// Invites a user by a member event of this content, as [#invite(Requester, Room, UserId, Optional)] does.
    public void invite(Requester requester, Room room, UserId target, JsonObject content) {
        entry.requireInvitable(requester, target);
        if (!entry.isLocal(target)) {
            requireInvitable(
                    new StateView(room.visible().head().state(), names, events), requester, target);
            others.invite(requester, room, target, content);
            return;
        }
        sender.update(
                room,
                update -> {
                    requireInvitable(state(update), requester, target);
                    return add(update, requester, target.toString(), content);
                });
    }

    private static void requireInvitable(StateView state, Requester requester, UserId target) {
        requireMember(state, requester);
        Membership now = state.membership(target);
        if (now == Membership.JOIN || now == Membership.BAN) {
            throw new MatrixException(
                    ErrorCode.FORBIDDEN,
                    target + (now == Membership.BAN ? " is banned" : " is in the room"));
        }
    }

    /// Leaves a room, refuses an invite or takes a knock back; nothing happens when the user has left already.
    ///
    /// Errors: M_FORBIDDEN when the user never had to do with the room, or is banned; M_CANNOT_LEAVE_SERVER_NOTICE_ROOM for the
    /// invite to server notices.
    public void leave(Requester requester, Room room, Optional<String> reason) {
        leave(requester, room, reason, noticeRooms::requireMayLeave);
    }

    /// Leaves a room as [#leave] does, also where the user himself may not: for accounts that are closed.
    ///
    /// Errors: M_FORBIDDEN when the user never had to do with the room, or is banned.
    public void withdraw(Requester requester, Room room, Optional<String> reason) {
        leave(requester, room, reason, (state, user) -> {});
    }

    private void leave(
            Requester requester,
            Room room,
            Optional<String> reason,
            BiConsumer<StateView, UserId> check) {
        sender.update(
                room,
                update -> {
                    StateView state = state(update);
                    Optional<StoredEvent> member =
                            state.stored("m.room.member", requester.userId().toString());
                    if (member.isEmpty()) {
                        throw new MatrixException(
                                ErrorCode.FORBIDDEN, "You are not in room " + room.roomId());
                    }
                    if (state.membership(requester.userId()) == Membership.LEAVE) {
                        return false;
                    }
                    check.accept(state, requester.userId());
                    change(update, requester, requester.userId(), Membership.LEAVE, reason);
                    return true;
                });
    }

    /// Kicks a user who is in the room, invited or knocking.
    ///
    /// Errors: M_FORBIDDEN when the user is not, or the requester may not kick.
    public void kick(Requester requester, Room room, UserId target, Optional<String> reason) {
        sender.update(
                room,
                update -> {
                    StateView state = state(update);
                    requireMember(state, requester);
                    Membership now = state.membership(target);
                    if (now == Membership.LEAVE || now == Membership.BAN) {
                        throw new MatrixException(
                                ErrorCode.FORBIDDEN, target + " is not in the room");
                    }
                    return change(update, requester, target, Membership.LEAVE, reason);
                });
    }

    /// Bans a user.
    ///
    /// Errors: M_FORBIDDEN when the requester may not ban.
    public void ban(Requester requester, Room room, UserId target, Optional<String> reason) {
        sender.update(
                room,
                update -> {
                    requireMember(state(update), requester);
                    return change(update, requester, target, Membership.BAN, reason);
                });
    }

    /// Lifts the ban of a user.
    ///
    /// Errors: M_FORBIDDEN when the user is not banned, or the requester may not unban.
    public void unban(Requester requester, Room room, UserId target, Optional<String> reason) {
        sender.update(
                room,
                update -> {
                    StateView state = state(update);
                    requireMember(state, requester);
                    if (state.membership(target) != Membership.BAN) {
                        throw new MatrixException(ErrorCode.FORBIDDEN, target + " is not banned");
                    }
                    return change(update, requester, target, Membership.LEAVE, reason);
                });
    }

    /// Sets a member event as a client wrote it: what the other calls see to holds for it too.
    ///
    /// Errors: as of the call that asks for the same membership.
    ///
    /// @param target the state key; a user id in all that the room's rules allow
    public StoredEvent set(Requester requester, Room room, String target, JsonObject content) {
        Membership wanted = Memberships.in(content);
        if (wanted == Membership.INVITE) {
            Optional<UserId> user = UserId.tryParse(target);
            user.ifPresent(invited -> entry.requireInvitable(requester, invited));
            user.ifPresent(contents::meet);
            if (user.filter(invited -> !entry.isLocal(invited)).isPresent()) {
                return others.invite(
                        requester, room, user.get(), EntryRules.withoutVoucher(content));
            }
        }
        boolean joins = wanted == Membership.JOIN && target.equals(requester.userId().toString());
        boolean leaves = wanted == Membership.LEAVE && target.equals(requester.userId().toString());
        return sender.update(
                room,
                update -> {
                    if (leaves) {
                        noticeRooms.requireMayLeave(state(update), requester.userId());
                    }
                    return add(
                            update,
                            requester,
                            target,
                            joins
                                    ? entry.join(room, state(update), requester, content)
                                    : EntryRules.withoutVoucher(content));
                });
    }

    /// Tells a room of a joined user's changed profile; nothing happens when it shows it already.
    public void spreadProfile(UserId user, long userNid, Room room) {
        sender.update(
                room,
                update -> {
                    StateView state = state(update);
                    if (state.membership(user) != Membership.JOIN) {
                        return false;
                    }
                    JsonObject current = state.content("m.room.member", user.toString());
                    sender.add(
                            update,
                            Draft.state(
                                            user,
                                            userNid,
                                            "m.room.member",
                                            user.toString(),
                                            withProfile(current, user))
                                    .spreadingProfile());
                    return true;
                });
    }

    /// Forgets a room that the user has left: its history is not shown to him any more.
    ///
    /// Errors: M_UNKNOWN while the user is in the room or invited; M_NOT_FOUND when he never had to do with it.
    public void forget(Requester requester, Room room) {
        Optional<MembershipRepository.LocalMembership> membership =
                database.read(tx -> memberships.of(tx, requester.userNid(), room.nid()));
        if (membership.isEmpty()) {
            throw new MatrixException(ErrorCode.NOT_FOUND, "You have no such room");
        }
        Membership now = Memberships.of(membership.get().membership());
        if (now != Membership.LEAVE && now != Membership.BAN) {
            throw new MatrixException(ErrorCode.UNKNOWN, "Leave the room before forgetting it")
                    .withStatus(400);
        }
        database.write(tx -> memberships.forget(tx, requester.userNid(), room.nid()));
    }

    private StoredEvent change(
            RoomUpdate update,
            Requester requester,
            UserId target,
            Membership membership,
            Optional<String> reason) {
        return add(update, requester, target.toString(), contents.of(target, membership, reason));
    }

    private StoredEvent add(
            RoomUpdate update, Requester requester, String target, JsonObject content) {
        return sender.add(
                update,
                Draft.state(
                                requester.userId(),
                                requester.userNid(),
                                "m.room.member",
                                target,
                                content)
                        .at(requester.timestampOverride()));
    }

    private JsonObject withProfile(JsonObject current, UserId user) {
        JsonObject profile = contents.of(user, Membership.JOIN, Optional.empty());
        JsonObject.Builder content =
                EntryRules.withoutVoucher(current)
                        .without("displayname")
                        .without("avatar_url")
                        .toBuilder();
        for (String field : new String[] {"displayname", "avatar_url"}) {
            Json value = profile.get(field);
            if (value != null) {
                content.put(field, value);
            }
        }
        return content.build();
    }

    private StateView state(RoomUpdate update) {
        return new StateView(update.head().state(), names, events);
    }

    private static void requireMember(StateView state, Requester requester) {
        if (state.membership(requester.userId()) != Membership.JOIN) {
            throw new MatrixException(ErrorCode.FORBIDDEN, "You are not in the room");
        }
    }
}
