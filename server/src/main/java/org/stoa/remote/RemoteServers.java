package org.stoa.remote;

import java.util.function.Supplier;
import org.stoa.http.HeldBytes;
import org.stoa.platform.Platform;
import org.stoa.protocol.event.SigningKey;
import org.stoa.protocol.id.ServerName;
import org.stoa.remote.connect.Asker;
import org.stoa.remote.discovery.ServerDiscovery;
import org.stoa.storage.Database;

/// All other servers: `servers.get(name).get(RemotePath.of("/_matrix/federation/v1/event/{}", eventId))`. Thread-safe.
public final class RemoteServers {
    private final RemoteRequests requests;

    /// Makes the servers; nothing is asked, and nothing that costs is made, before the first request.
    ///
    /// @param signingKey what requests are signed with
    /// @param memory what all answers may take together
    RemoteServers(
            RemoteConfig config,
            Supplier<SigningKey> signingKey,
            ServerDiscovery discovery,
            Asker client,
            Database database,
            Platform platform,
            HeldBytes memory) {
        Destinations destinations = new Destinations(database, platform, config.longestRetry());
        this.requests =
                new RemoteRequests(
                        config, signingKey, discovery, client, destinations, platform, memory);
    }

    /// Returns a server, whether it exists or not.
    public RemoteServer get(ServerName name) {
        return new RemoteServer(name, requests);
    }

    /// Whether the operator lets this server talk to that one.
    public boolean allows(ServerName name) {
        return requests.allows(name);
    }

    /// Returns what is known of servers that fail.
    public Destinations destinations() {
        return requests.destinations();
    }
}
