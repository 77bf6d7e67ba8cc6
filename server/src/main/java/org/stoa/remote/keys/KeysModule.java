package org.stoa.remote.keys;

import org.stoa.platform.Time;
import org.stoa.remote.RemoteConfig;
import org.stoa.remote.RemoteServers;
import org.stoa.storage.Database;

/// Wires the keys of other servers.
public final class KeysModule {
    private final KeyRing ring;
    private final Notary notary;

    /// Builds everything over this database; nothing is asked yet.
    public KeysModule(
            RemoteConfig config, OwnKeys own, RemoteServers servers, Database database, Time time) {
        KeyStore store = new KeyStore(database, time);
        Pauses pauses = new Pauses(time, config.longestRetry());
        KeyFetcher fetcher = new KeyFetcher(servers, store, pauses);
        this.ring = new KeyRing(config.serverName(), own, store, fetcher, config.notaries(), time);
        this.notary = new Notary(config.serverName(), own, store, ring, time);
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
