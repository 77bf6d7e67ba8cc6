package org.stoa.sync.online;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.stoa.ephemeral.Presence;
import org.stoa.platform.Time;
import org.stoa.rooms.read.EventFilter;
import org.stoa.storage.Database;
import org.stoa.storage.Names;

/// Finds out whose presence is news for a reader: of the users whose presence changed, those who share a room with him that
/// is not too large. When nobody's changed, which is what most requests meet, that is one look. Thread-safe.
///
/// Spec: client-server-api#presence (v1.19).
public final class PresenceNews {
    private static final String TYPE = "m.presence";

    private final Presence presence;
    private final Names names;
    private final SharedRooms shared;

    /// Creates it.
    ///
    /// @param maxRoomMembers a room with more joined members tells nobody of presence
    public PresenceNews(
            Presence presence,
            Database database,
            OnlineUsers online,
            Time time,
            int maxRoomMembers) {
        this.presence = presence;
        this.names = database.names();
        this.shared = new SharedRooms(database, online, time, maxRoomMembers);
    }

    /// Everybody who is there and shares a room with the reader, as a filter lets them through.
    public List<Long> all(OnlineUser reader, EventFilter filter) {
        return wants(filter)
                ? wanted(shared.sharing(reader, presence.present()), filter)
                : List.of();
    }

    /// Those whose newest change is above `from` and not above `to`, oldest change first. A reader who was told of nothing
    /// by this process, that is from 0, so hears of everybody who was there since it began.
    public List<Long> changed(OnlineUser reader, long from, long to, EventFilter filter) {
        if (!presence.hasChanged(from, to) || !wants(filter)) {
            return List.of();
        }
        return wanted(shared.sharing(reader, presence.changed(from, to)), filter);
    }

    /// Everybody who is there and in one of some rooms, which the reader is joined to.
    public List<Long> inRooms(OnlineUser reader, LongStream rooms, EventFilter filter) {
        if (!wants(filter)) {
            return List.of();
        }
        Set<Long> members = shared.members(rooms);
        members.removeAll(reader.ignored());
        members.remove(reader.nid());
        return wanted(presence.present().stream().filter(members::contains).toList(), filter);
    }

    /// The presence of some users as events; of the last ones, when there are more than a filter wants.
    public List<byte[]> events(Collection<Long> users, EventFilter filter) {
        int tooMany = Math.max(0, users.size() - filter.limit().orElse(Integer.MAX_VALUE));
        return users.stream()
                .skip(tooMany)
                .map(user -> presence.of(user).toEvent(names.userId(user)).toBytes())
                .toList();
    }

    /// The presence of some users as events of the API before v2.
    public List<byte[]> oldEvents(Collection<Long> users) {
        return users.stream()
                .map(user -> presence.of(user).toOldEvent(names.userId(user)).toBytes())
                .toList();
    }

    /// Who shares rooms, for whoever wakes them.
    SharedRooms shared() {
        return shared;
    }

    private boolean wants(EventFilter filter) {
        return presence.isEnabled() && filter.wantsType(TYPE);
    }

    private List<Long> wanted(List<Long> users, EventFilter filter) {
        return users.stream()
                .filter(user -> filter.wantsSender(names.userId(user).toString()))
                .toList();
    }
}
