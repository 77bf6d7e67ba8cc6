package org.stoa.remote.keys;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.stoa.platform.Time;
import org.stoa.protocol.event.VerifyKey;
import org.stoa.protocol.id.ServerName;

/// The keys that servers sign with, wherever they have to be taken from: memory, the database, the server itself, notaries.
/// Thread-safe; blocks while others are asked.
///
/// What is not found is not asked for again at once. What many want at the same time is asked for once.
///
/// Spec: server-server-api#retrieving-server-keys, rooms/v5#signing-key-validity-period (v1.19).
public final class KeyRing {
    /// Servers that are asked at the same time, by all who need keys.
    private static final int MAX_AT_ONCE = 50;

    private final ServerName ownName;
    private final OwnKeys own;
    private final KeyStore store;
    private final KeyFetcher fetcher;
    private final List<ServerName> notaries;
    private final Time time;
    private final Semaphore places = new Semaphore(MAX_AT_ONCE);

    KeyRing(
            ServerName ownName,
            OwnKeys own,
            KeyStore store,
            KeyFetcher fetcher,
            List<ServerName> notaries,
            Time time) {
        this.ownName = ownName;
        this.own = own;
        this.store = store;
        this.fetcher = fetcher;
        this.notaries = List.copyOf(notaries);
        this.time = time;
    }

    /// Returns a key; empty when it cannot be found now, or was not valid when it had to be.
    public Optional<VerifyKey> find(KeyWish wish) {
        return Optional.ofNullable(find(List.of(wish)).get(wish));
    }

    /// Returns the key that a server signs requests with now; empty when it has no such key, or none can be had.
    public Optional<VerifyKey> current(ServerName server, String keyId) {
        return find(new KeyWish(server, keyId, time.millis()));
    }

    /// Returns the keys for many wishes at once: servers are asked at the same time, notaries about all that is missing then.
    /// What cannot be found is left out.
    public Map<KeyWish, VerifyKey> find(Collection<KeyWish> wishes) {
        Map<KeyWish, VerifyKey> found = new HashMap<>();
        Set<KeyWish> missing = take(new LinkedHashSet<>(wishes), found);
        if (missing.isEmpty()) {
            return found;
        }
        Set<ServerName> servers = new HashSet<>();
        missing.forEach(wish -> servers.add(wish.server()));
        fetchAll(servers);
        missing = take(missing, found);
        for (ServerName notary : notaries) {
            missing.removeIf(wish -> wish.server().equals(notary));
            if (!missing.isEmpty()) {
                fetcher.ask(notary, missing);
                missing = take(missing, found);
            }
        }
        return found;
    }

    /// Asks a server for its keys although some are known, unless it was asked just now: it may have been set up anew. Returns
    /// whether it gave them.
    public boolean refresh(ServerName server) {
        return !server.equals(ownName) && fetcher.fetch(server);
    }

    /// Asks several servers for their keys, as [#refresh] does.
    void refreshAll(Set<ServerName> servers) {
        if (!servers.isEmpty()) {
            fetchAll(servers);
        }
    }

    /// Moves what is known from wishes to findings; returns the other wishes.
    private Set<KeyWish> take(Set<KeyWish> wishes, Map<KeyWish, VerifyKey> found) {
        Set<KeyWish> missing = new LinkedHashSet<>();
        for (KeyWish wish : wishes) {
            Optional<VerifyKey> key = known(wish);
            if (key.isPresent()) {
                found.put(wish, key.get());
            } else if (!wish.server().equals(ownName) && VerifyKey.isSupported(wish.keyId())) {
                missing.add(wish);
            }
        }
        return missing;
    }

    private Optional<VerifyKey> known(KeyWish wish) {
        return wish.server().equals(ownName)
                ? own.find(wish.keyId(), wish.validAt())
                : store.of(wish.server()).find(wish.keyId(), wish.validAt());
    }

    private void fetchAll(Set<ServerName> servers) {
        if (servers.size() == 1) {
            fetchInTurn(servers.iterator().next());
            return;
        }
        List<Runnable> tasks = new ArrayList<>();
        servers.forEach(server -> tasks.add(() -> fetchInTurn(server)));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            tasks.forEach(threads::execute);
        }
    }

    private void fetchInTurn(ServerName server) {
        places.acquireUninterruptibly();
        try {
            fetcher.fetch(server);
        } finally {
            places.release();
        }
    }
}
