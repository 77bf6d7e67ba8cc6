package org.stoa.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.stoa.http.auth.AppService;
import org.stoa.http.auth.Requester;
import org.stoa.platform.Time;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.json.JsonNumber;

/// Counts what users and addresses do, and refuses what is too much. Thread-safe, bounded in memory.
///
/// A bucket is one number: the time at which it will be full again. Taking a token moves it on; when it would lie
/// further ahead than a whole bucket, there was no token. Spec: client-server-api#rate-limiting.
public final class RateLimits {
    /// More users than this are not busy at once on one node; the least used bucket goes first, and is then full again.
    private static final int MAX_BUCKETS = 100_000;

    private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

    private final RateLimitConfig config;
    private final Time time;
    private final Cache<Key, AtomicLong> fullAt;

    /// Makes limits by a configuration.
    public RateLimits(RateLimitConfig config, Time time) {
        this.config = config;
        this.time = time;
        this.fullAt =
                Caffeine.newBuilder()
                        .executor(Runnable::run)
                        .maximumSize(MAX_BUCKETS)
                        .expireAfterAccess(FORGOTTEN_AFTER)
                        .ticker(time::nanoTime)
                        .build();
    }

    /// Counts one request of a user. Errors: M_LIMIT_EXCEEDED.
    public void take(RateLimitKind kind, Requester requester) {
        if (requester.appService().map(AppService::rateLimited).orElse(true)) {
            take(kind, (Object) requester.userNid());
        }
    }

    /// Counts one request from an address; of IPv6 the /64 network counts as one. Errors: M_LIMIT_EXCEEDED.
    public void take(RateLimitKind kind, InetAddress address) {
        take(kind, (Object) ClientAddress.network(address));
    }

    /// Counts one try for something that a text names, such as the account whose password is tried. Errors: M_LIMIT_EXCEEDED.
    public void take(RateLimitKind kind, String what) {
        take(kind, (Object) ("=" + what));
    }

    /// Counts several requests from an address, as many of them as may be made now; returns how many these are.
    public int takeUpTo(RateLimitKind kind, InetAddress address, int wanted) {
        Object who = ClientAddress.network(address);
        int taken = 0;
        while (taken < wanted && missing(kind, who) <= 0) {
            taken++;
        }
        return taken;
    }

    private void take(RateLimitKind kind, Object who) {
        long missing = missing(kind, who);
        if (missing > 0) {
            throw exceeded(missing);
        }
    }

    /// Takes a token; returns the nanoseconds until there is one when there is none.
    private long missing(RateLimitKind kind, Object who) {
        @Nullable RateLimit limit = config.limit(kind);
        if (limit == null) {
            return 0;
        }
        long now = time.nanoTime();
        AtomicLong bucket = fullAt.get(new Key(kind, who), key -> new AtomicLong(now));
        long perToken = limit.nanosPerToken();
        long whole = Math.multiplyExact(perToken, (long) limit.burst());
        while (true) {
            long before = bucket.get();
            long after = (before - now > 0 ? before : now) + perToken;
            long missing = after - now - whole;
            if (missing > 0) {
                return missing;
            }
            if (bucket.compareAndSet(before, after)) {
                return 0;
            }
        }
    }

    private static MatrixException exceeded(long missingNanos) {
        long millis = Math.ceilDiv(missingNanos, 1_000_000L);
        return new MatrixException(ErrorCode.LIMIT_EXCEEDED, "Too many requests")
                .with("retry_after_ms", JsonNumber.of(millis));
    }

    private record Key(RateLimitKind kind, Object who) {}
}
