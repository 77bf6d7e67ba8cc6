package org.stoa.federation.acl;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.server.ServerAcl;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.head.Room;
import org.stoa.storage.Names;

/// Which servers may take part in which room, by its current state. Thread-safe.
///
/// Spec: server-server-api#server-access-control-lists-acls (v1.19).
public final class RoomAcls {
    private static final String TYPE = "m.room.server_acl";

    /// Lists are long in rooms that are attacked; the events are kept elsewhere.
    private static final int MAX_LISTS = 1_000;

    private final EventStore events;

    /// Made when it is not there: a key that nobody has used yet would be looked for in the database each time.
    private final long stateKey;

    /// By the event that has the list.
    private final Cache<Long, ServerAcl> lists =
            Caffeine.newBuilder().executor(Runnable::run).maximumSize(MAX_LISTS).build();

    /// Creates it over the events.
    public RoomAcls(EventStore events, Names names) {
        this.events = events;
        this.stateKey = names.stateKey(TYPE, "");
    }

    /// Whether a server may take part in a room.
    public boolean allows(Room room, ServerName server) {
        long event = room.visible().head().state().event(stateKey);
        ServerAcl acl =
                event == 0
                        ? ServerAcl.ALLOW_ALL
                        : lists.get(event, nid -> ServerAcl.of(events.get(nid).content()));
        return acl.allows(server);
    }

    /// Whether an event is the list of servers of a room.
    public boolean isList(long event) {
        return events.get(event).type().equals(TYPE);
    }

    /// Refuses a server that may not take part in a room.
    ///
    /// Errors: M_FORBIDDEN.
    public void require(Room room, ServerName server) {
        if (!allows(room, server)) {
            throw new MatrixException(
                    ErrorCode.FORBIDDEN,
                    "The room does not let " + server.host() + " take part in it");
        }
    }
}
