package org.stoa.http;

import org.jspecify.annotations.Nullable;

/// One address that the server listens on.
///
/// @param address an address such as `127.0.0.1`, `::1`, `0.0.0.0` or `::`
/// @param port 0 for any that is free
/// @param tls where the certificate is; null for plain HTTP
/// @param optional whether the server starts without it when the machine lacks the address
public record ListenerConfig(String address, int port, @Nullable TlsConfig tls, boolean optional) {
    public ListenerConfig {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("A port is from 0 to 65535: " + port);
        }
    }

    /// Returns a listener for plain HTTP.
    public static ListenerConfig http(String address, int port) {
        return new ListenerConfig(address, port, null, false);
    }

    /// Returns a listener for HTTPS.
    public static ListenerConfig https(String address, int port, TlsConfig tls) {
        return new ListenerConfig(address, port, tls, false);
    }

    /// Returns the same, but the server starts without it when the machine lacks the address (IPv6 is often off).
    public ListenerConfig ifAvailable() {
        return new ListenerConfig(address, port, tls, true);
    }
}
