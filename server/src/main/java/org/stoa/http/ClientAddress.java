package org.stoa.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// Finds the address of the client, which a proxy hides behind its own.
///
/// `X-Forwarded-For` is read from its end: each proxy adds the address it saw. The first one that is not a trusted proxy's
/// is the client's; what stands before it anybody could have written.
final class ClientAddress {
    private static final String HEADER = "X-Forwarded-For";
    private static final int IPV6_NETWORK_BYTES = 8;

    private final List<Cidr> trustedProxies;

    ClientAddress(List<Cidr> trustedProxies) {
        this.trustedProxies = List.copyOf(trustedProxies);
    }

    InetAddress of(Incoming incoming) {
        InetAddress address = incoming.peer();
        if (!isTrusted(address)) {
            return address;
        }
        List<String> hops =
                incoming.headers(HEADER).stream()
                        .flatMap(value -> List.of(value.split(",", -1)).stream())
                        .map(String::strip)
                        .toList();
        for (String hop : hops.reversed()) {
            try {
                address = InetAddress.ofLiteral(withoutPort(hop));
            } catch (IllegalArgumentException e) {
                // Not an address: a proxy that hides it, or a client that plays. What came after it
                // is known.
                return address;
            }
            if (!isTrusted(address)) {
                return address;
            }
        }
        return address;
    }

    /// Returns a name of who has an address, for counting: of IPv6 the /64 network counts as one.
    static String network(InetAddress address) {
        byte[] bytes = address.getAddress();
        int length = address instanceof Inet6Address ? IPV6_NETWORK_BYTES : bytes.length;
        return HexFormat.of().formatHex(Arrays.copyOf(bytes, length));
    }

    /// Whether a proxy that is trusted has the address.
    boolean isTrusted(InetAddress address) {
        return trustedProxies.stream().anyMatch(block -> block.contains(address));
    }

    /// Some proxies write `192.0.2.1:4711` or `[2001:db8::1]:4711`.
    private static String withoutPort(String hop) {
        if (hop.startsWith("[")) {
            int end = hop.indexOf(']');
            return end < 0 ? hop : hop.substring(1, end);
        }
        int colon = hop.indexOf(':');
        return colon > 0 && hop.indexOf(':', colon + 1) < 0 ? hop.substring(0, colon) : hop;
    }
}
