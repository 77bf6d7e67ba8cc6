package org.stoa.rooms.membership;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.stoa.accounts.ProfileChanged;
import org.stoa.accounts.UserDeactivated;
import org.stoa.http.auth.Requester;
import org.stoa.platform.Time;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.id.UserId;
import org.stoa.rooms.event.Memberships;
import org.stoa.rooms.head.Rooms;
import org.stoa.storage.Database;
import org.stoa.storage.Scheduler;
import org.stoa.storage.rooms.MembershipRepository;
import org.stoa.storage.rooms.MembershipRepository.LocalMembership;

/// What a change of an account means for the user's rooms: a new profile is told to each of them, a closed account
/// leaves them. The request that changed the account only writes a task; this does it, and goes on after a restart.
///
/// Spec: client-server-api#events-on-change-of-profile-information, #account-deactivation (v1.19).
public final class AccountFollowUp {
    private static final String SPREAD_PROFILE = "rooms.spread_profile";
    private static final String LEAVE_ALL = "rooms.leave_all";

    /// A request that was under way when its account was closed has ended after this time; what it joined is left then.
    private static final Duration LAST_REQUESTS = Duration.ofMinutes(1);

    private final Database database;
    private final Rooms rooms;
    private final MembershipChanges changes;
    private final Entrances entrances;
    private final MembershipRepository memberships = new MembershipRepository();

    /// Creates it.
    public AccountFollowUp(
            Database database, Rooms rooms, MembershipChanges changes, Entrances entrances) {
        this.database = database;
        this.rooms = rooms;
        this.changes = changes;
        this.entrances = entrances;
    }

    /// Writes the task that tells the user's rooms of a changed name or picture. However often somebody changes it, his rooms are
    /// told how it is, and then others have their turn.
    public static ProfileChanged onProfileChange(Scheduler scheduler) {
        return (tx, user, userId, field) -> {
            if (field.equals("displayname") || field.equals("avatar_url")) {
                scheduler.scheduleUnlessToBegin(tx, SPREAD_PROFILE, userId.toString());
            }
        };
    }

    /// Writes the tasks that make the user leave all rooms: now, and once more when no request of the account can be under
    /// way any longer.
    public static UserDeactivated onDeactivation(Scheduler scheduler, Time time) {
        return (tx, user, userId, erase) -> {
            Instant now = time.instant();
            scheduler.schedule(tx, now, LEAVE_ALL, userId.toString());
            scheduler.schedule(tx, now.plus(LAST_REQUESTS), LEAVE_ALL, userId.toString());
        };
    }

    /// Registers what does the tasks.
    public void register(Scheduler scheduler) {
        scheduler.register(SPREAD_PROFILE, userId -> spreadProfile(UserId.parse(userId)));
        scheduler.register(LEAVE_ALL, userId -> leaveAll(UserId.parse(userId)));
    }

    private void spreadProfile(UserId userId) {
        long user = database.names().user(userId);
        long joined = Memberships.number(Membership.JOIN);
        for (long room : database.read(tx -> memberships.roomsOf(tx, user, joined))) {
            changes.spreadProfile(userId, user, rooms.get(room));
        }
    }

    private void leaveAll(UserId userId) {
        long user = database.names().user(userId);
        Requester requester = Requester.user(userId, user, "");
        List<LocalMembership> all = database.read(tx -> memberships.ofUser(tx, user));
        for (LocalMembership membership : all) {
            Membership now = Memberships.of(membership.membership());
            if (now != Membership.LEAVE && now != Membership.BAN) {
                entrances.withdraw(requester, rooms.get(membership.room()).roomId());
            }
        }
    }
}
