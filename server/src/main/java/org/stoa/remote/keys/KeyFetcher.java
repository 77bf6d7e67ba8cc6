package org.stoa.remote.keys;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stoa.platform.Coalescer;
import org.stoa.protocol.event.SignedJson;
import org.stoa.protocol.event.VerifyKey;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonException;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.server.PublishedKeys;
import org.stoa.remote.RemotePath;
import org.stoa.remote.RemoteResult;
import org.stoa.remote.RemoteServers;
import org.stoa.remote.connect.RequestLimits;

/// Gets keys from the servers themselves and from notaries, into the [KeyStore]. Thread-safe.
///
/// Spec: server-server-api#retrieving-server-keys (v1.19).
final class KeyFetcher {
    private static final Logger LOG = LoggerFactory.getLogger(KeyFetcher.class);

    private static final RemotePath SERVER_KEYS = RemotePath.of("/_matrix/key/v2/server");
    private static final RemotePath QUERY = RemotePath.of("/_matrix/key/v2/query");
    private static final RequestLimits KEYS_LIMITS =
            new RequestLimits(
                    RequestLimits.SMALL.total(),
                    RequestLimits.SMALL.silence(),
                    KeyStore.MAX_DOCUMENT);
    private static final RequestLimits QUERY_LIMITS =
            new RequestLimits(
                    RequestLimits.DEFAULT.total(), RequestLimits.DEFAULT.silence(), 4L << 20);

    /// Notaries are asked about so many servers at once.
    private static final int MAX_QUERY = 50;

    /// Those that can only be asked about one server at a time are asked about so many of these.
    private static final int MAX_SINGLY = 10;

    private static final Set<Integer> UNKNOWN_OPERATION = Set.of(404, 405);

    private final RemoteServers servers;
    private final KeyStore store;
    private final Pauses pauses;
    private final KeyPlaces places;
    private final Coalescer<Fetch, Boolean> fetches = new Coalescer<>();

    KeyFetcher(RemoteServers servers, KeyStore store, Pauses pauses, KeyPlaces places) {
        this.servers = servers;
        this.store = store;
        this.pauses = pauses;
        this.places = places;
    }

    /// Who waits in one lane does not wait for what waits in another.
    private record Fetch(ServerName server, KeyPlaces.Lane lane) {}

    /// Whether a server was not asked just now.
    boolean mayAsk(ServerName server) {
        return pauses.mayAsk(server);
    }

    /// Whether a server did not give its keys when it was asked last.
    boolean hasFailed(ServerName server) {
        return pauses.hasFailed(server);
    }

    /// Asks a server for its keys, unless it was asked just now; returns whether it gave them. Many who want the keys of one
    /// server take one place.
    ///
    /// @param left how long to wait for a place at most
    boolean fetch(ServerName server, KeyPlaces.Lane lane, Duration left) {
        return mayAsk(server)
                && fetches.get(
                        new Fetch(server, lane),
                        () -> places.in(lane, left, () -> fetchNow(server)));
    }

    private boolean fetchNow(ServerName server) {
        Optional<PublishedKeys> keys =
                servers.get(server)
                        .getUnsigned(SERVER_KEYS, KEYS_LIMITS)
                        .done()
                        .flatMap(document -> PublishedKeys.tryParse(server, document));
        if (keys.isEmpty()) {
            LOG.debug("{} gave no keys", server);
            pauses.failed(server);
            return false;
        }
        store.put(keys.get(), true);
        pauses.answered(server);
        return true;
    }

    /// Asks a notary for keys. Only what it signed itself is believed.
    void ask(ServerName notary, Collection<KeyWish> wishes) {
        List<KeyWish> all = List.copyOf(wishes);
        for (int from = 0; from < all.size(); from += MAX_QUERY) {
            askPage(notary, all.subList(from, Math.min(from + MAX_QUERY, all.size())));
        }
    }

    private void askPage(ServerName notary, List<KeyWish> wishes) {
        Set<ServerName> wanted = new HashSet<>();
        wishes.forEach(wish -> wanted.add(wish.server()));
        for (JsonObject document : documents(notary, wishes)) {
            if (isSignedBy(notary, document)) {
                document.string("server_name")
                        .flatMap(ServerName::tryParse)
                        .filter(wanted::contains)
                        .flatMap(server -> PublishedKeys.tryParse(server, document))
                        .ifPresent(keys -> store.put(keys, false));
            }
        }
    }

    /// What a notary says of several servers; of one after the other, when it does not know the operation for several.
    private List<JsonObject> documents(ServerName notary, List<KeyWish> wishes) {
        RemoteResult result = servers.get(notary).post(QUERY, query(wishes), QUERY_LIMITS);
        return result instanceof RemoteResult.Refused refused
                        && UNKNOWN_OPERATION.contains(refused.status())
                ? documentsSingly(notary, wishes)
                : documents(result);
    }

    private List<JsonObject> documentsSingly(ServerName notary, List<KeyWish> wishes) {
        Map<ServerName, Long> validUntil = new LinkedHashMap<>();
        wishes.forEach(wish -> validUntil.merge(wish.server(), wish.validAt(), Math::max));
        List<JsonObject> documents = new ArrayList<>();
        for (Map.Entry<ServerName, Long> wanted :
                validUntil.entrySet().stream().limit(MAX_SINGLY).toList()) {
            RemotePath path =
                    RemotePath.of("/_matrix/key/v2/query/{}", wanted.getKey())
                            .with("minimum_valid_until_ts", wanted.getValue());
            RemoteResult result = servers.get(notary).getUnsigned(path, QUERY_LIMITS);
            if (!result.isAnswer()) {
                return documents;
            }
            documents.addAll(documents(result));
        }
        return documents;
    }

    private static List<JsonObject> documents(RemoteResult result) {
        return result.done()
                .flatMap(answer -> answer.array("server_keys"))
                .orElse(JsonArray.EMPTY)
                .objects();
    }

    private static JsonObject query(List<KeyWish> wishes) {
        Map<String, JsonObject.Builder> byServer = new HashMap<>();
        for (KeyWish wish : wishes) {
            byServer.computeIfAbsent(wish.server().text(), server -> JsonObject.builder())
                    .put(wish.keyId(), JsonObject.of("minimum_valid_until_ts", wish.validAt()));
        }
        JsonObject.Builder query = JsonObject.builder();
        byServer.forEach((server, keys) -> query.put(server, keys.build()));
        return JsonObject.of("server_keys", query.build());
    }

    private boolean isSignedBy(ServerName notary, JsonObject document) {
        Set<String> keyIds = SignedJson.keyIds(document, notary.text());
        if (keyIds.stream().noneMatch(id -> store.of(notary).keys().containsKey(id))) {
            fetch(notary, KeyPlaces.Lane.ACQUAINTED, KeyReach.USUAL.patience());
        }
        for (String keyId : keyIds) {
            Optional<VerifyKey> key = store.of(notary).find(keyId, 0);
            if (key.isPresent() && verifies(document, notary, key.get())) {
                return true;
            }
        }
        LOG.warn("{} gave keys without a valid signature of its own; they are not used", notary);
        return false;
    }

    private static boolean verifies(JsonObject document, ServerName notary, VerifyKey key) {
        try {
            return SignedJson.verify(document, notary, key);
        } catch (JsonException notCanonical) {
            return false;
        }
    }
}
