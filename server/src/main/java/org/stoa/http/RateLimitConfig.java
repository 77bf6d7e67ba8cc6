package org.stoa.http;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How often each kind of request may be made, per user, or per address where nobody is logged in.
///
/// @param enabled whether there are limits at all
/// @param limits one per kind; a kind without one is not limited
public record RateLimitConfig(boolean enabled, Map<RateLimitKind, RateLimit> limits) {
    private static final Map<RateLimitKind, RateLimit> DEFAULTS =
            Map.ofEntries(
                    Map.entry(RateLimitKind.GENERAL, new RateLimit(50, 200)),
                    Map.entry(RateLimitKind.LOGIN, new RateLimit(0.5, 20)),
                    Map.entry(RateLimitKind.REGISTER, new RateLimit(0.2, 10)),
                    Map.entry(RateLimitKind.PROBE, new RateLimit(1, 30)),
                    Map.entry(RateLimitKind.SEND, new RateLimit(10, 100)),
                    Map.entry(RateLimitKind.CREATE_ROOM, new RateLimit(0.2, 20)),
                    Map.entry(RateLimitKind.JOIN, new RateLimit(0.5, 20)),
                    Map.entry(RateLimitKind.INVITE, new RateLimit(0.5, 30)),
                    Map.entry(RateLimitKind.EXPENSIVE, new RateLimit(1, 20)),
                    Map.entry(RateLimitKind.OTHER_SERVERS, new RateLimit(10, 100)),
                    Map.entry(RateLimitKind.SERVER, new RateLimit(200, 2_000)),
                    Map.entry(RateLimitKind.STRANGER_KEYS, new RateLimit(1, 100)));

    public RateLimitConfig {
        limits = Map.copyOf(limits);
    }

    /// Returns limits that people do not notice and that slow down whoever tries passwords or floods rooms.
    public static RateLimitConfig defaults() {
        return new RateLimitConfig(true, DEFAULTS);
    }

    /// Returns no limits, for tests and benchmarks.
    public static RateLimitConfig off() {
        return new RateLimitConfig(false, Map.of());
    }

    /// Returns the same with another limit for one kind.
    public RateLimitConfig with(RateLimitKind kind, RateLimit limit) {
        Map<RateLimitKind, RateLimit> changed = new EnumMap<>(RateLimitKind.class);
        changed.putAll(limits);
        changed.put(kind, limit);
        return new RateLimitConfig(enabled, changed);
    }

    @Nullable RateLimit limit(RateLimitKind kind) {
        return enabled ? limits.get(kind) : null;
    }
}
