package org.stoa.remote;

import java.util.List;
import java.util.function.UnaryOperator;
import org.stoa.http.Endpoint;
import org.stoa.http.HeldBytes;
import org.stoa.http.RateLimitConfig;
import org.stoa.http.RateLimits;
import org.stoa.http.auth.ServerLookup;
import org.stoa.platform.Platform;
import org.stoa.remote.connect.AddressRules;
import org.stoa.remote.connect.Asker;
import org.stoa.remote.connect.HttpsClient;
import org.stoa.remote.connect.Resolver;
import org.stoa.remote.discovery.ServerDiscovery;
import org.stoa.remote.endpoint.GetServerKeys;
import org.stoa.remote.endpoint.GetServerVersion;
import org.stoa.remote.endpoint.QueryKeysOfServer;
import org.stoa.remote.endpoint.QueryKeysOfServers;
import org.stoa.remote.keys.EventSignatures;
import org.stoa.remote.keys.KeyRing;
import org.stoa.remote.keys.KeysModule;
import org.stoa.remote.keys.OwnKeys;
import org.stoa.storage.Database;

/// Wires what this server needs to talk to others. Nothing is asked, and nothing that costs is made, before the first request
/// to or from another server.
public final class RemoteModule implements AutoCloseable {
    private final OwnKeys ownKeys;
    private final HttpsClient client;
    private final RemoteServers servers;
    private final KeysModule keys;
    private final ServerLookup incoming;
    private final List<Endpoint> endpoints;

    /// Builds everything over this database.
    ///
    /// @param resolver the name service
    public RemoteModule(
            RemoteConfig config, Database database, Resolver resolver, Platform platform) {
        this(
                config,
                database,
                resolver,
                UnaryOperator.identity(),
                new RateLimits(RateLimitConfig.defaults(), platform.time()),
                platform);
    }

    /// Builds everything over this database.
    ///
    /// @param resolver the name service
    /// @param network what requests go through before they leave this machine
    /// @param limits how often strangers may cause requests to others
    public RemoteModule(
            RemoteConfig config,
            Database database,
            Resolver resolver,
            UnaryOperator<Asker> network,
            RateLimits limits,
            Platform platform) {
        this(config, database, resolver, network, limits, platform, HeldBytes.ofServers());
    }

    /// @param memory what the answers of all servers may take together
    RemoteModule(
            RemoteConfig config,
            Database database,
            Resolver resolver,
            UnaryOperator<Asker> network,
            RateLimits limits,
            Platform platform,
            HeldBytes memory) {
        ownKeys =
                new OwnKeys(config.serverName(), database, platform.randomness(), platform.time());
        client =
                new HttpsClient(
                        resolver,
                        new AddressRules(config.allowedNetworks()),
                        config.authorities(),
                        platform);
        Asker asker = network.apply(client);
        ServerDiscovery discovery = new ServerDiscovery(resolver, asker, config.agent(), platform);
        servers =
                new RemoteServers(
                        config, ownKeys::current, discovery, asker, database, platform, memory);
        keys = new KeysModule(config, ownKeys, servers, database, limits, platform.time());
        incoming =
                new IncomingRequests(
                        config.serverName(),
                        config.peers(),
                        keys.ring(),
                        servers.destinations(),
                        limits);
        endpoints =
                List.of(
                        new GetServerKeys(ownKeys),
                        new QueryKeysOfServer(keys.notary(), platform.time()),
                        new QueryKeysOfServers(keys.notary(), platform.time()),
                        new GetServerVersion(config.version()));
    }

    /// Begins the work that goes on by itself.
    public void start() {
        keys.start();
    }

    /// The endpoints.
    public List<Endpoint> endpoints() {
        return endpoints;
    }

    /// The keys that this server signs with.
    public OwnKeys ownKeys() {
        return ownKeys;
    }

    /// All other servers, to be asked.
    public RemoteServers servers() {
        return servers;
    }

    /// The keys that other servers sign with.
    public KeyRing keyRing() {
        return keys.ring();
    }

    /// Checks the signatures of events.
    public EventSignatures eventSignatures() {
        return new EventSignatures(keys.ring());
    }

    /// Finds out which server made a request.
    public ServerLookup incoming() {
        return incoming;
    }

    /// Ends the requests that run.
    @Override
    public void close() {
        client.close();
    }
}
