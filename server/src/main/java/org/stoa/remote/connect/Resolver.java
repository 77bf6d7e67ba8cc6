package org.stoa.remote.connect;

import java.net.InetAddress;
import java.util.List;

/// Asks the name service. Thread-safe; may block for some seconds.
public interface Resolver {

    /// Returns the IPv4 and IPv6 addresses of a host, the preferred ones first; empty when there is no such host.
    List<InetAddress> addresses(String host) throws LookupException;

    /// Returns the SRV records of a name such as `_matrix-fed._tcp.example.org`, in no order; empty when it has none.
    List<ServiceRecord> services(String name) throws LookupException;
}
