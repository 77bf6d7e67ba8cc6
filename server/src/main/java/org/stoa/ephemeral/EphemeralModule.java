package org.stoa.ephemeral;

import java.util.List;
import org.stoa.ephemeral.endpoint.ChangePresenceList;
import org.stoa.ephemeral.endpoint.GetPresence;
import org.stoa.ephemeral.endpoint.GetPresenceList;
import org.stoa.ephemeral.endpoint.SetPresence;
import org.stoa.ephemeral.endpoint.SetTyping;
import org.stoa.http.Endpoint;
import org.stoa.platform.Platform;
import org.stoa.platform.Repeater;
import org.stoa.rooms.read.RoomAccess;
import org.stoa.storage.Database;

/// Wires typing notifications and presence.
public final class EphemeralModule implements AutoCloseable {
    private final EphemeralConfig config;
    private final EphemeralCounter counter = new EphemeralCounter();
    private final Typing typing;
    private final Presence presence;
    private final TypingExpiry expiry;
    private final Repeater sweeping;
    private final List<Endpoint> endpoints;

    /// Builds it, and starts forgetting who types no more and who is there no more.
    public EphemeralModule(
            EphemeralConfig config, Platform platform, Database database, RoomAccess access) {
        this.config = config;
        this.typing = new Typing(platform.time(), counter);
        this.presence = new Presence(config, database, platform.time(), counter);
        this.expiry = new TypingExpiry(typing, platform.time());
        this.sweeping = Repeater.start("presence", Presence.SWEEP_EVERY, presence::sweep, platform);
        PresenceLists lists = new PresenceLists(database, presence);
        this.endpoints =
                List.of(
                        new SetTyping(access, typing),
                        new GetPresence(presence, database.names()),
                        new SetPresence(presence),
                        new GetPresenceList(lists),
                        new ChangePresenceList(lists));
    }

    /// What the operator decided.
    public EphemeralConfig config() {
        return config;
    }

    /// Counts the changes of both.
    public EphemeralCounter counter() {
        return counter;
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
        sweeping.close();
        expiry.close();
    }
}
