package org.stoa.remote.discovery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stoa.platform.Coalescer;
import org.stoa.platform.Platform;
import org.stoa.platform.Randomness;
import org.stoa.protocol.id.ServerName;
import org.stoa.remote.connect.Asker;
import org.stoa.remote.connect.LookupException;
import org.stoa.remote.connect.Place;
import org.stoa.remote.connect.Resolver;
import org.stoa.remote.connect.ServiceRecord;
import org.stoa.remote.connect.Whereabouts;

/// Finds where a server is: by its name alone, by what its domain says, by SRV records. Thread-safe.
///
/// The last step, from host names to addresses, is taken anew for each connection ([org.stoa.remote.connect.HttpsClient]).
///
/// Spec: server-server-api#resolving-server-names (v1.19).
public final class ServerDiscovery {
    private static final Logger LOG = LoggerFactory.getLogger(ServerDiscovery.class);

    private static final int MAX_PORT = 65_535;
    private static final int DEFAULT_PORT = 8448;
    private static final String SERVICE = "_matrix-fed._tcp.";
    private static final String DEPRECATED_SERVICE = "_matrix._tcp.";
    private static final int MAX_SERVERS = 20_000;

    /// What was found is used for so long before the caches of well-known files and of the name service are asked again.
    private static final Duration KEPT = Duration.ofMinutes(5);

    private final Resolver resolver;
    private final WellKnown wellKnown;
    private final Randomness randomness;
    private final Cache<ServerName, Whereabouts> found;
    private final Coalescer<ServerName, Whereabouts> searches = new Coalescer<>();

    /// Makes a discovery that asks with this client.
    ///
    /// @param agent what the client calls itself
    public ServerDiscovery(Resolver resolver, Asker client, String agent, Platform platform) {
        this.resolver = resolver;
        this.wellKnown = new WellKnown(client, agent, platform.time());
        this.randomness = platform.randomness();
        this.found =
                Caffeine.newBuilder()
                        .executor(Runnable::run)
                        .maximumSize(MAX_SERVERS)
                        .expireAfterWrite(KEPT)
                        .ticker(platform.time()::nanoTime)
                        .build();
    }

    /// Returns where a server is, as far as that can be found out; whether somebody is there shows when it is asked.
    public Whereabouts find(ServerName server) {
        Whereabouts known = found.getIfPresent(server);
        if (known != null) {
            return known;
        }
        return searches.get(
                server,
                () -> {
                    Whereabouts now = search(server);
                    found.put(server, now);
                    return now;
                });
    }

    /// Lets what was found be looked for anew: nobody answers there.
    public void forget(ServerName server) {
        found.invalidate(server);
    }

    private Whereabouts search(ServerName server) {
        if (!canBeThere(server)) {
            return nowhere(server);
        }
        // 1. If the hostname is an IP literal; 2. if the server name includes an explicit port.
        if (server.isIpLiteral() || server.port().isPresent()) {
            return byName(server);
        }
        // 3. A regular HTTPS request to /.well-known/matrix/server.
        Optional<ServerName> delegated = wellKnown.ask(server.host());
        if (delegated.isEmpty()) {
            // 4. to 6. If it resulted in an error.
            return byServices(server.host());
        }
        if (!canBeThere(delegated.get())) {
            return nowhere(delegated.get());
        }
        // 3.1, 3.2. As 1 and 2, with the delegated name.
        if (delegated.get().isIpLiteral() || delegated.get().port().isPresent()) {
            return byName(delegated.get());
        }
        // 3.3 to 3.5. As 4 to 6, with the delegated name.
        return byServices(delegated.get().host());
    }

    /// The grammar of server names allows more hosts and ports than there are.
    private static boolean canBeThere(ServerName name) {
        int port = name.port().orElse(DEFAULT_PORT);
        return port > 0
                && port <= MAX_PORT
                && (name.isIpLiteral() || HostName.isPossible(name.host()));
    }

    private static Whereabouts nowhere(ServerName name) {
        return new Whereabouts(bare(name.host()), -1, List.of());
    }

    private static Whereabouts byName(ServerName name) {
        OptionalInt port = name.port();
        return Whereabouts.at(bare(name.host()), port.orElse(-1), port.orElse(DEFAULT_PORT));
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private Whereabouts byServices(String host) {
        List<ServiceRecord> records = services(SERVICE + host);
        if (records.isEmpty()) {
            records = services(DEPRECATED_SERVICE + host);
        }
        return records.isEmpty()
                ? Whereabouts.at(host, -1, DEFAULT_PORT)
                : new Whereabouts(host, -1, places(records));
    }

    private List<ServiceRecord> services(String name) {
        try {
            return resolver.services(name);
        } catch (LookupException e) {
            LOG.debug("no SRV record: {}", e.getMessage());
            return List.of();
        }
    }

    /// In the order of RFC 2782: by priority, and among equals by chance, those of more weight more often first.
    private List<Place> places(List<ServiceRecord> records) {
        TreeMap<Integer, List<ServiceRecord>> byPriority = new TreeMap<>();
        for (ServiceRecord record : records) {
            byPriority.computeIfAbsent(record.priority(), p -> new ArrayList<>()).add(record);
        }
        List<Place> places = new ArrayList<>();
        for (List<ServiceRecord> equals : byPriority.values()) {
            equals.sort(Comparator.comparingInt(ServiceRecord::weight));
            while (!equals.isEmpty()) {
                ServiceRecord next = equals.remove(choose(equals));
                if (!next.target().isEmpty()) {
                    places.add(new Place(next.target(), next.port()));
                }
            }
        }
        return places;
    }

    private int choose(List<ServiceRecord> records) {
        long sum = records.stream().mapToLong(ServiceRecord::weight).sum();
        long chosen = randomness.below(sum + 1);
        int at = 0;
        for (long upTo = records.getFirst().weight(); upTo < chosen; at++) {
            upTo += records.get(at + 1).weight();
        }
        return at;
    }
}
