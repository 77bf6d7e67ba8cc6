package org.stoa.http;

import java.time.Duration;

/// How much of the server one connection may take.
///
/// @param maxBody the largest body in bytes, where a route says nothing else
/// @param maxHead the largest head (request line and headers) in bytes
/// @param headTimeout how long a client may take to send a head
/// @param idle how long a connection may lie idle, and a client may read or write nothing when it should
/// @param minBytesPerSecond how slowly a client may send or read a body, after a grace of `headTimeout`
/// @param maxConnections how many there may be; fewer where the machine cannot bear so many
/// @param maxConnectionsPerAddress how many of them one address may have, when it is not that of a trusted proxy
public record HttpLimits(
        long maxBody,
        int maxHead,
        Duration headTimeout,
        Duration idle,
        long minBytesPerSecond,
        int maxConnections,
        int maxConnectionsPerAddress) {
    /// Each long poll is one.
    public static final int DEFAULT_CONNECTIONS = 20_000;

    /// Thousands of people may be behind one address; five of those do not keep out everybody else's.
    public static final int DEFAULT_CONNECTIONS_PER_ADDRESS = 4_000;

    /// Returns limits that a telephone on a bad line keeps.
    public static HttpLimits defaults() {
        return new HttpLimits(
                2 << 20,
                64 << 10,
                Duration.ofSeconds(20),
                Duration.ofSeconds(60),
                1_000,
                DEFAULT_CONNECTIONS,
                DEFAULT_CONNECTIONS_PER_ADDRESS);
    }

    /// Returns the same with other numbers of connections.
    public HttpLimits withConnections(int max, int perAddress) {
        return new HttpLimits(
                maxBody, maxHead, headTimeout, idle, minBytesPerSecond, max, perAddress);
    }

    /// Returns how long so many bytes may take.
    long allowedNanos(long bytes) {
        return headTimeout.toNanos() + (long) (bytes * (1e9 / minBytesPerSecond));
    }
}
