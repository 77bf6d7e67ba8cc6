package org.stoa.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// The URL of a listener.
final class ListenerUrl {
    private ListenerUrl() {}

    static String of(InetSocketAddress address, boolean encrypted) {
        return (encrypted ? "https://" : "http://")
                + host(address.getAddress())
                + ":"
                + address.getPort();
    }

    private static String host(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address.getHostAddress();
        }
        return address.isLoopbackAddress() ? "[::1]" : "[" + address.getHostAddress() + "]";
    }
}
