package org.stoa.directory;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.Memberships;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.persist.SeenNames;
import org.stoa.storage.WriteTx;
import org.stoa.storage.accounts.RemoteUserRepository;
import org.stoa.storage.accounts.RemoteUserRepository.Member;
import org.stoa.storage.migrate.BackgroundRewrite;
import org.stoa.storage.rows.UnindexedUserRow;
import org.stoa.storage.rows.UpdateMemberName;

/// Gives the members of other servers who were there before names were kept theirs, and has them found.
final class MemberNames implements BackgroundRewrite {
    private static final int MEMBERS_A_STEP = 500;

    private final ServerName serverName;
    private final EventStore events;
    private final Runnable onMarked;
    private final RemoteUserRepository users = new RemoteUserRepository();

    /// Creates it.
    ///
    /// @param onMarked told on the commit queue's thread that there are users whose words are to be written
    MemberNames(ServerName serverName, EventStore events, Runnable onMarked) {
        this.serverName = serverName;
        this.events = events;
        this.onMarked = onMarked;
    }

    /// The member that was looked at last.
    private record Place(long user, long room) {
        static Place of(String cursor) {
            if (cursor.isEmpty()) {
                return new Place(0, 0);
            }
            int space = cursor.indexOf(' ');
            return new Place(
                    Long.parseLong(cursor.substring(0, space)),
                    Long.parseLong(cursor.substring(space + 1)));
        }

        String cursor() {
            return user + " " + room;
        }
    }

    @Override
    public String name() {
        return "directory.member_names";
    }

    @Override
    public Optional<String> step(WriteTx tx, String cursor) {
        Place place = Place.of(cursor);
        List<Member> page = users.members(tx, place.user(), place.room(), MEMBERS_A_STEP);
        List<Member> remote = page.stream().filter(this::isJoinedFromElsewhere).toList();
        for (int at = 0; at < remote.size(); at += EventStore.AT_ONCE) {
            name(tx, remote.subList(at, Math.min(at + EventStore.AT_ONCE, remote.size())));
        }
        tx.onCommitted(onMarked);
        return page.size() < MEMBERS_A_STEP
                ? Optional.empty()
                : Optional.of(new Place(page.getLast().user(), page.getLast().room()).cursor());
    }

    private boolean isJoinedFromElsewhere(Member member) {
        return member.membership() == Memberships.number(Membership.JOIN)
                && !UserId.parse(member.userId()).server().equals(serverName);
    }

    private void name(WriteTx tx, List<Member> some) {
        List<Long> unknown =
                some.stream()
                        .filter(member -> member.displayName() == null)
                        .map(Member::event)
                        .toList();
        Map<Long, StoredEvent> read = events.getAll(tx, unknown);
        for (Member member : some) {
            @Nullable StoredEvent event = read.get(member.event());
            if (event != null) {
                tx.add(
                        new UpdateMemberName(
                                member.user(), member.room(), member.event(), SeenNames.in(event)));
            }
            tx.add(new UnindexedUserRow(member.user()));
        }
    }
}
