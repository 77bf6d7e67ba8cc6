package org.stoa.rooms.persist;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.event.content.EventTypes;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;
import org.stoa.rooms.event.Memberships;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.storage.Names;
import org.stoa.storage.rows.UnindexedUserRow;
import org.stoa.storage.rows.UpdateMemberName;

/// The names of users of other servers, as they are seen in rooms: kept with their memberships, since their profiles are not
/// here. Who joins, leaves or changes a name is noted for those who find users by words. Thread-safe.
///
/// Spec: client-server-api#post_matrixclientv3user_directorysearch (v1.19).
public final class SeenNames {
    /// Names are as long as somebody likes; beyond this nobody is found by them, nor are they shown.
    private static final int MAX_LENGTH = 128;

    private static final Pattern HALF_CHARACTERS = Pattern.compile("[\\ud800-\\udfff]");

    private final ServerName serverName;
    private final Names names;
    private final List<Runnable> onNoted = new CopyOnWriteArrayList<>();

    /// Creates it for this server.
    SeenNames(ServerName serverName, Names names) {
        this.serverName = serverName;
        this.names = names;
    }

    /// Adds somebody who hears, on the commit queue's thread, that users were noted. Must be quick and must not throw.
    public void onNoted(Runnable listener) {
        onNoted.add(listener);
    }

    /// Returns the name in a membership event, empty for none.
    public static String in(StoredEvent member) {
        String name = member.content().string("displayname").orElse("").strip();
        return HALF_CHARACTERS.matcher(cut(name)).replaceAll("\ufffd");
    }

    private static String cut(String name) {
        if (name.length() <= MAX_LENGTH) {
            return name;
        }
        boolean isInside = Character.isHighSurrogate(name.charAt(MAX_LENGTH - 1));
        return name.substring(0, isInside ? MAX_LENGTH - 1 : MAX_LENGTH);
    }

    /// Returns the name of a joined user of another server, empty for none; null for everybody else.
    @Nullable String of(UserId user, @Nullable StoredEvent member) {
        boolean isSeen =
                member != null
                        && !user.server().equals(serverName)
                        && Memberships.in(member.content()) == Membership.JOIN;
        return isSeen ? in(Objects.requireNonNull(member)) : null;
    }

    /// Notes the user of a membership that changed, if that matters; returns whether it does.
    boolean note(RoomUpdate update, UserId user, long number, StateDifference difference) {
        if (Objects.equals(of(user, difference.was()), of(user, difference.now()))) {
            return false;
        }
        update.write().add(new UnindexedUserRow(number));
        return true;
    }

    /// Tells once the update can be seen that users were noted.
    void tellOf(RoomUpdate update) {
        update.afterPublish(done -> onNoted.forEach(Runnable::run));
    }

    /// Takes the name away with the content of a membership event.
    void redacted(RoomUpdate update, StoredEvent member) {
        if (!member.type().equals(EventTypes.MEMBER)) {
            return;
        }
        UserId.tryParse(member.parsed().stateKey().orElse(""))
                .filter(user -> of(user, member) != null)
                .flatMap(names::findUser)
                .ifPresent(user -> takeAway(update, user, member));
    }

    private void takeAway(RoomUpdate update, long user, StoredEvent member) {
        update.write()
                .add(new UpdateMemberName(user, update.room().nid(), member.event(), ""))
                .add(new UnindexedUserRow(user));
        tellOf(update);
    }
}
