package org.stoa.federation.acl;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.server.ServerAcl;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.StateView;
import org.stoa.storage.Names;

/// Which servers may take part in which room, by its current state. Thread-safe.
///
/// Spec: server-server-api#server-access-control-lists-acls (v1.19).
public final class RoomAcls {
    private static final String TYPE = "m.room.server_acl";

    /// Lists are long in rooms that are attacked; the events are kept elsewhere.
    private static final int MAX_LISTS = 1_000;

    private final EventStore events;
    private final Names names;

    /// By the event that has the list.
    private final Cache<Long, ServerAcl> lists =
            Caffeine.newBuilder().executor(Runnable::run).maximumSize(MAX_LISTS).build();

    /// Creates it over the events.
    public RoomAcls(EventStore events, Names names) {
        this.events = events;
        this.names = names;
    }

    /// Whether a server may take part in a room.
    public boolean allows(Room room, ServerName server) {
        return new StateView(room.visible().head().state(), names, events)
                .stored(TYPE, "")
                .map(
                        event ->
                                lists.get(
                                        event.header().event(),
                                        nid -> ServerAcl.of(event.content())))
                .orElse(ServerAcl.ALLOW_ALL)
                .allows(server);
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
