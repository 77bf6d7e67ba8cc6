package org.stoa.remote.keys;

import org.stoa.http.RateLimits;
import org.stoa.platform.Time;
import org.stoa.remote.RemoteConfig;
import org.stoa.remote.RemoteServers;
import org.stoa.storage.Database;

/// Wires the keys of other servers.
public final class KeysModule {
    private final KeyRing ring;
    private final Notary notary;
    private final KeyCleanup cleanup;

    /// Builds everything over this database; nothing is asked yet.
    public KeysModule(
            RemoteConfig config,
            OwnKeys own,
            RemoteServers servers,
            Database database,
            RateLimits limits,
            Time time) {
        KeyStore store = new KeyStore(database, time);
        Pauses pauses = new Pauses(time, config.longestRetry());
        KeyFetcher fetcher = new KeyFetcher(servers, store, pauses, new KeyPlaces());
        this.ring =
                new KeyRing(
                        config.serverName(),
                        own,
                        store,
                        fetcher,
                        Acquaintances.in(database),
                        config.notaries(),
                        time);
        this.notary = new Notary(config.serverName(), own, store, ring, limits, time);
        this.cleanup = new KeyCleanup(database, store, time);
    }

    /// Begins to forget, again and again, what nobody needs.
    public void start() {
        cleanup.start();
    }

    /// The keys of all servers.
    public KeyRing ring() {
        return ring;
    }

    /// Who tells others about keys.
    public Notary notary() {
        return notary;
    }
}
