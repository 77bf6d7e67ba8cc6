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

    /// Memory for lists. They are long in rooms that are attacked, and an attacker can make them much longer: one event with 16,000
    /// entries takes 5 MB.
    private static final long MAX_BYTES = 32L << 20;

    /// Answers that are kept: of a room with many servers each is asked about again with each event.
    private static final int MAX_ANSWERS = 100_000;

    private final EventStore events;

    /// Made when it is not there: a key that nobody has used yet would be looked for in the database each time.
    private final long stateKey;

    private final Cache<Listed, ServerAcl> lists =
            Caffeine.newBuilder()
                    .executor(Runnable::run)
                    .maximumWeight(MAX_BYTES)
                    .weigher((Listed listed, ServerAcl list) -> list.weight())
                    .build();

    private final Cache<Asked, Boolean> answers =
            Caffeine.newBuilder().executor(Runnable::run).maximumSize(MAX_ANSWERS).build();

    /// Creates it over the events.
    public RoomAcls(EventStore events, Names names) {
        this.events = events;
        this.stateKey = names.stateKey(TYPE, "");
    }

    /// The event that has a list.
    ///
    /// @param contents of the room: another one after a redaction, which may have changed the list
    private record Listed(long event, Object contents) {}

    private record Asked(Listed list, ServerName server) {}

    /// Whether a server may take part in a room.
    public boolean allows(Room room, ServerName server) {
        Object contents = room.stateContents();
        long event = room.visible().head().state().event(stateKey);
        return event == 0 || allows(new Asked(new Listed(event, contents), server));
    }

    private boolean allows(Asked asked) {
        Boolean known = answers.getIfPresent(asked);
        if (known != null) {
            return known;
        }
        boolean allowed = list(asked.list()).allows(asked.server());
        answers.put(asked, allowed);
        return allowed;
    }

    private ServerAcl list(Listed listed) {
        return lists.get(listed, each -> ServerAcl.of(events.get(each.event()).content()));
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
