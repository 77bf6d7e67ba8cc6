package org.stoa.remote.keys;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.stoa.platform.Time;
import org.stoa.protocol.event.VerifyKey;
import org.stoa.protocol.id.ServerName;
import org.stoa.remote.keys.KeyPlaces.Lane;

/// The keys that servers sign with, wherever they have to be taken from: memory, the database, the server itself, notaries.
/// Thread-safe; blocks while others are asked.
///
/// What is not found is not asked for again at once. What many want at the same time is asked for once.
///
/// Spec: server-server-api#retrieving-server-keys, rooms/v5#signing-key-validity-period (v1.19).
public final class KeyRing {
    /// Servers that are asked at the same time for one who needs keys.
    private static final int AT_ONCE = 25;

    private final ServerName ownName;
    private final OwnKeys own;
    private final KeyStore store;
    private final KeyFetcher fetcher;
    private final Acquaintances acquaintances;
    private final List<ServerName> notaries;
    private final Time time;

    KeyRing(
            ServerName ownName,
            OwnKeys own,
            KeyStore store,
            KeyFetcher fetcher,
            Acquaintances acquaintances,
            List<ServerName> notaries,
            Time time) {
        this.ownName = ownName;
        this.own = own;
        this.store = store;
        this.fetcher = fetcher;
        this.acquaintances = acquaintances;
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

    /// The same without asking anybody.
    public Optional<VerifyKey> currentIfKnown(ServerName server, String keyId) {
        return known(new KeyWish(server, keyId, time.millis()));
    }

    /// Whether somebody would be asked now for the keys of a server that is in no room of this one.
    public boolean asksForStranger(ServerName server) {
        return !server.equals(ownName)
                && (fetcher.mayAsk(server) || !notaries.isEmpty())
                && acquaintances.isStranger(server);
    }

    /// Returns the keys for many wishes at once, as [#find(Collection, KeyReach)] does for what others sent.
    public Map<KeyWish, VerifyKey> find(Collection<KeyWish> wishes) {
        return find(wishes, KeyReach.USUAL);
    }

    /// Returns the keys for many wishes at once: servers are asked at the same time, notaries about all that is missing then.
    /// What cannot be found is left out, and what is of too many strangers.
    public Map<KeyWish, VerifyKey> find(Collection<KeyWish> wishes, KeyReach reach) {
        Map<KeyWish, VerifyKey> found = new HashMap<>();
        Set<KeyWish> missing = take(new LinkedHashSet<>(wishes), found);
        if (missing.isEmpty() || reach == KeyReach.KNOWN) {
            return found;
        }
        Set<ServerName> servers = new LinkedHashSet<>();
        missing.forEach(wish -> servers.add(wish.server()));
        Map<ServerName, Lane> asked = lanes(servers, reach);
        missing.removeIf(wish -> !asked.containsKey(wish.server()));
        fetchAll(asked, reach.patience());
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
        if (server.equals(ownName) || !fetcher.mayAsk(server)) {
            return false;
        }
        Lane lane = lanes(Set.of(server), KeyReach.USUAL).getOrDefault(server, Lane.STRANGERS);
        return fetcher.fetch(server, lane, KeyReach.USUAL.patience());
    }

    /// Whether [#refreshAll] would ask a server.
    boolean mayAsk(ServerName server) {
        return fetcher.mayAsk(server);
    }

    /// Asks several servers for their keys, as [#refresh] does, for somebody whom nobody knows.
    void refreshAll(Collection<ServerName> servers) {
        Map<ServerName, Lane> asked = new LinkedHashMap<>();
        servers.forEach(server -> asked.put(server, Lane.STRANGERS));
        fetchAll(asked, KeyReach.USUAL.patience());
    }

    /// Whom to ask, and on whose places. Servers that may be asked now come first, so that who tries again gets further.
    private Map<ServerName, Lane> lanes(Set<ServerName> servers, KeyReach reach) {
        Set<ServerName> acquainted = acquaintances.among(servers);
        List<ServerName> inOrder = new ArrayList<>();
        List<ServerName> askedJustNow = new ArrayList<>();
        servers.forEach(server -> (fetcher.mayAsk(server) ? inOrder : askedJustNow).add(server));
        inOrder.addAll(askedJustNow);
        Map<ServerName, Lane> lanes = new LinkedHashMap<>();
        int strangers = 0;
        for (ServerName server : inOrder) {
            if (acquainted.contains(server)) {
                lanes.put(server, fetcher.hasFailed(server) ? reach.lane() : Lane.ACQUAINTED);
            } else if (strangers < reach.strangers()) {
                strangers++;
                lanes.put(server, reach.lane());
            }
        }
        return lanes;
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

    private void fetchAll(Map<ServerName, Lane> asked, Duration patience) {
        long end = time.nanoTime() + patience.toNanos();
        Queue<Map.Entry<ServerName, Lane>> waiting = new ConcurrentLinkedQueue<>(asked.entrySet());
        if (waiting.size() <= 1) {
            fetchInTurn(waiting, end);
            return;
        }
        int atOnce = Math.min(AT_ONCE, asked.size());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < atOnce; i++) {
                threads.execute(() -> fetchInTurn(waiting, end));
            }
        }
    }

    /// Asks one server after another until none waits, or the time is over.
    ///
    /// @param end as of [Time#nanoTime()]
    private void fetchInTurn(Queue<Map.Entry<ServerName, Lane>> waiting, long end) {
        Map.Entry<ServerName, Lane> next = waiting.poll();
        while (next != null) {
            long left = end - time.nanoTime();
            if (left <= 0) {
                return;
            }
            fetcher.fetch(next.getKey(), next.getValue(), Duration.ofNanos(left));
            next = waiting.poll();
        }
    }
}
