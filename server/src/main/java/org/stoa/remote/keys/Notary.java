package org.stoa.remote.keys;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.stoa.http.RateLimitKind;
import org.stoa.http.RateLimits;
import org.stoa.platform.Time;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;

/// Tells others about the keys of servers, and vouches for it with its own signature. Thread-safe.
///
/// Spec: server-server-api#querying-keys-through-another-server (v1.19).
public final class Notary {
    /// Nobody gets more servers asked with one request.
    private static final int MAX_SERVERS = 100;

    private final ServerName ownName;
    private final OwnKeys own;
    private final KeyStore store;
    private final KeyRing ring;
    private final RateLimits limits;
    private final Time time;

    Notary(
            ServerName ownName,
            OwnKeys own,
            KeyStore store,
            KeyRing ring,
            RateLimits limits,
            Time time) {
        this.ownName = ownName;
        this.own = own;
        this.store = store;
        this.ring = ring;
        this.limits = limits;
        this.time = time;
    }

    /// What somebody wants to know of a server.
    ///
    /// @param keyIds the keys, with the time up to which each should be valid; none: all keys
    /// @param validUntil the time up to which keys should be valid when none is named
    public record Query(ServerName server, Map<String, Long> keyIds, long validUntil) {
        public Query {
            keyIds = Map.copyOf(keyIds);
        }
    }

    /// Returns what is known of the keys, each document as its server signed it and with the signature of this one; nothing for
    /// servers of which nothing is known and that do not answer. Servers are asked when what is known does not reach, or is
    /// in the second half of its time; of too many for one address, only some.
    ///
    /// @param asker who wants to know
    public List<JsonObject> answer(List<Query> queries, InetAddress asker) {
        List<Query> some = queries.subList(0, Math.min(queries.size(), MAX_SERVERS));
        Set<ServerName> stale = new LinkedHashSet<>();
        for (Query query : some) {
            if (isAskedFor(query)) {
                stale.add(query.server());
            }
        }
        int granted = limits.takeUpTo(RateLimitKind.STRANGER_KEYS, asker, stale.size());
        ring.refreshAll(stale.stream().limit(granted).toList());
        List<JsonObject> documents = new ArrayList<>();
        for (Query query : some) {
            documents.addAll(documents(query));
        }
        return documents;
    }

    private boolean isAskedFor(Query query) {
        return !query.server().equals(ownName) && !isEnough(query) && ring.mayAsk(query.server());
    }

    private boolean isEnough(Query query) {
        KnownKeys known = store.of(query.server());
        long now = time.millis();
        if (query.keyIds().isEmpty()) {
            return known.keys().values().stream()
                    .anyMatch(key -> reaches(key, query.validUntil(), now));
        }
        return query.keyIds().entrySet().stream()
                .allMatch(
                        wanted -> {
                            KnownKeys.KnownKey key = known.keys().get(wanted.getKey());
                            return key != null && reaches(key, wanted.getValue(), now);
                        });
    }

    /// "Intermediate notary servers should cache a response for half of its lifetime."
    private static boolean reaches(KnownKeys.KnownKey key, long validUntil, long now) {
        if (key.row().expiredTs() != null) {
            return true;
        }
        long half = (key.row().fetchedTs() + key.row().validUntilTs()) / 2;
        return key.validUntil() >= validUntil && now < half;
    }

    private List<JsonObject> documents(Query query) {
        if (query.server().equals(ownName)) {
            return List.of(own.published());
        }
        Set<String> texts = new LinkedHashSet<>();
        KnownKeys known = store.of(query.server());
        known.keys()
                .forEach(
                        (keyId, key) -> {
                            if (query.keyIds().isEmpty() || query.keyIds().containsKey(keyId)) {
                                known.document(key).ifPresent(texts::add);
                            }
                        });
        return texts.stream().map(text -> own.sign(Json.parseObject(text))).toList();
    }
}
