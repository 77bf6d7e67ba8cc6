package org.stoa.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the server is reached.
///
/// @param listeners the addresses for clients and peers
/// @param metrics the address for Prometheus; null for none
/// @param trustedProxies whose `X-Forwarded-For` is believed
/// @param limits what one connection may take
/// @param rateLimits how often requests may be made
/// @param gzip whether larger answers are compressed for clients that want it
public record HttpConfig(
        List<ListenerConfig> listeners,
        @Nullable ListenerConfig metrics,
        List<Cidr> trustedProxies,
        HttpLimits limits,
        RateLimitConfig rateLimits,
        boolean gzip) {

    /// The port that Matrix clients expect of a server without a proxy.
    public static final int DEFAULT_PORT = 8008;

    public HttpConfig {
        listeners = List.copyOf(listeners);
        trustedProxies = List.copyOf(trustedProxies);
    }

    /// Returns a server for this machine alone: port 8008 of both loopback addresses, no metrics, all limits on.
    public static HttpConfig defaults() {
        return new HttpConfig(
                List.of(
                        ListenerConfig.http("127.0.0.1", DEFAULT_PORT),
                        ListenerConfig.http("::1", DEFAULT_PORT).ifAvailable()),
                null,
                List.of(),
                HttpLimits.defaults(),
                RateLimitConfig.defaults(),
                true);
    }

    /// Returns the same with other listeners.
    public HttpConfig withListeners(List<ListenerConfig> other) {
        return new HttpConfig(other, metrics, trustedProxies, limits, rateLimits, gzip);
    }

    /// Returns the same with a listener for metrics.
    public HttpConfig withMetrics(ListenerConfig listener) {
        return new HttpConfig(listeners, listener, trustedProxies, limits, rateLimits, gzip);
    }

    /// Returns the same with other trusted proxies.
    public HttpConfig withTrustedProxies(List<Cidr> proxies) {
        return new HttpConfig(listeners, metrics, proxies, limits, rateLimits, gzip);
    }

    /// Returns the same with other limits.
    public HttpConfig withLimits(HttpLimits other) {
        return new HttpConfig(listeners, metrics, trustedProxies, other, rateLimits, gzip);
    }

    /// Returns the same with other rate limits.
    public HttpConfig withRateLimits(RateLimitConfig other) {
        return new HttpConfig(listeners, metrics, trustedProxies, limits, other, gzip);
    }
}
