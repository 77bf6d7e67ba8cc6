package org.stoa.remote.discovery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stoa.platform.Time;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonException;
import org.stoa.remote.connect.Asker;
import org.stoa.remote.connect.Outcome;
import org.stoa.remote.connect.Question;
import org.stoa.remote.connect.RequestLimits;
import org.stoa.remote.connect.Whereabouts;

/// What domains say at `/.well-known/matrix/server`, kept in memory. Thread-safe.
///
/// Spec: server-server-api#resolving-server-names step 3, #getwell-knownmatrixserver (v1.19).
final class WellKnown {
    private static final String PATH = "/.well-known/matrix/server";

    /// For all redirects together: a request to the server waits for it.
    private static final Duration TOTAL = Duration.ofSeconds(15);

    private static final RequestLimits LIMITS =
            new RequestLimits(TOTAL, Duration.ofSeconds(10), 64 << 10);
    private static final int MAX_REDIRECTS = 5;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final int HTTPS = 443;
    private static final int MAX_PORT = 65_535;
    private static final int MAX_DOMAINS = 20_000;

    /// "Errors are recommended to be cached for up to an hour", longer each time; a domain that is being set up is not kept
    /// waiting for long.
    private static final Duration FIRST_ERROR = Duration.ofMinutes(1);

    private static final Duration LONGEST_ERROR = Duration.ofHours(1);

    private final Asker client;
    private final Map<String, String> headers;
    private final Time time;
    private final Cache<String, Entry> entries;

    WellKnown(Asker client, String agent, Time time) {
        this.client = client;
        this.headers = Map.of("User-Agent", agent, "Accept", "application/json");
        this.time = time;
        this.entries =
                Caffeine.newBuilder().executor(Runnable::run).maximumSize(MAX_DOMAINS).build();
    }

    /// What a domain said last.
    ///
    /// @param delegated null when it said nothing that can be used
    /// @param until when it is asked again
    /// @param believedUntil up to when `delegated` stands although the domain does not answer
    /// @param failures how often in a row it said nothing
    private record Entry(
            @Nullable ServerName delegated, long until, long believedUntil, int failures) {}

    /// Returns the server that the domain names; empty when it names none.
    ///
    /// @param host a possible one ([HostName])
    Optional<ServerName> ask(String host) {
        Entry known = entries.getIfPresent(host);
        long now = time.nanoTime();
        if (known == null || known.until() - now <= 0) {
            known = renewed(known, host);
            entries.put(host, known);
        }
        return Optional.ofNullable(known.delegated());
    }

    private Entry renewed(@Nullable Entry before, String host) {
        Outcome outcome = fetch(host);
        long now = time.nanoTime();
        Optional<ServerName> delegated = delegated(outcome);
        if (outcome instanceof Outcome.Answered answer && delegated.isPresent()) {
            return new Entry(
                    delegated.get(),
                    now + CacheTime.of(answer, time.instant()).toNanos(),
                    now + CacheTime.LONGEST.toNanos(),
                    0);
        }
        int failures = before == null ? 1 : before.failures() + 1;
        long until = now + errorTime(failures).toNanos();
        if (before != null
                && before.delegated() != null
                && isTemporary(outcome)
                && before.believedUntil() - now > 0) {
            return new Entry(before.delegated(), until, before.believedUntil(), failures);
        }
        return new Entry(null, until, now, failures);
    }

    private static Duration errorTime(int failures) {
        Duration longer = FIRST_ERROR.multipliedBy(1L << Math.min(failures - 1, 10));
        return longer.compareTo(LONGEST_ERROR) > 0 ? LONGEST_ERROR : longer;
    }

    /// Whether the domain may still mean what it said before.
    private static boolean isTemporary(Outcome outcome) {
        return !(outcome instanceof Outcome.Answered answer) || answer.status() >= 500;
    }

    private Outcome fetch(String host) {
        long deadline = time.nanoTime() + TOTAL.toNanos();
        URI uri = URI.create("https://" + host + PATH);
        Outcome outcome = ask(host, uri, deadline);
        for (int hop = 0; hop < MAX_REDIRECTS; hop++) {
            Optional<URI> next = redirect(uri, outcome);
            if (next.isEmpty() || deadline - time.nanoTime() <= 0) {
                return outcome;
            }
            uri = next.get();
            outcome = ask(uri.getHost().replaceAll("[\\[\\]]", ""), uri, deadline);
        }
        return outcome;
    }

    /// Each hop is looked up and checked like the first.
    ///
    /// @param host that of the address; a URI knows none for some names of hosts, such as `a.1b`
    private Outcome ask(String host, URI uri, long deadline) {
        int port = uri.getPort() < 0 ? HTTPS : uri.getPort();
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String target = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
        RequestLimits limits = LIMITS.within(Duration.ofNanos(deadline - time.nanoTime()));
        return client.ask(
                Whereabouts.at(host, uri.getPort(), port),
                Question.withoutBody("GET", target, headers, limits));
    }

    private static Optional<URI> redirect(URI from, Outcome outcome) {
        if (!(outcome instanceof Outcome.Answered answer) || !REDIRECTS.contains(answer.status())) {
            return Optional.empty();
        }
        try {
            return answer.header("location")
                    .map(from::resolve)
                    .filter(to -> "https".equals(to.getScheme()) && to.getHost() != null)
                    .filter(to -> to.getPort() != 0 && to.getPort() <= MAX_PORT);
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }

    private static Optional<ServerName> delegated(Outcome outcome) {
        if (!(outcome instanceof Outcome.Answered answer) || answer.status() != 200) {
            return Optional.empty();
        }
        try {
            return Json.parseObject(answer.body()).string("m.server").flatMap(ServerName::tryParse);
        } catch (JsonException notJson) {
            return Optional.empty();
        }
    }
}
