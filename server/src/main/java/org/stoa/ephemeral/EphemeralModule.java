package org.stoa.ephemeral;

import java.util.List;
import org.stoa.ephemeral.endpoint.GetPresence;
import org.stoa.ephemeral.endpoint.SetPresence;
import org.stoa.ephemeral.endpoint.SetTyping;
import org.stoa.http.Endpoint;
import org.stoa.platform.Time;
import org.stoa.rooms.read.RoomAccess;
import org.stoa.storage.Database;

/// Wires typing notifications and presence.
public final class EphemeralModule implements AutoCloseable {
    private final Typing typing;
    private final Presence presence;
    private final TypingExpiry expiry;
    private final List<Endpoint> endpoints;

    /// Builds it, and starts forgetting who types no more.
    public EphemeralModule(
            EphemeralConfig config, Time time, Database database, RoomAccess access) {
        this.typing = new Typing(time);
        this.presence = new Presence(database, time, config.presence());
        this.expiry = new TypingExpiry(typing, time);
        this.endpoints =
                List.of(
                        new SetTyping(access, typing),
                        new GetPresence(presence, database.names()),
                        new SetPresence(presence));
    }

    /// Who is typing.
    public Typing typing() {
        return typing;
    }

    /// Who is reachable.
    public Presence presence() {
        return presence;
    }

    /// What clients may call.
    public List<Endpoint> endpoints() {
        return endpoints;
    }

    @Override
    public void close() {
        expiry.close();
    }
}
