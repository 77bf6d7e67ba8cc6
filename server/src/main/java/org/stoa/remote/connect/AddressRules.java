package org.stoa.remote.connect;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.stoa.http.Cidr;

/// Which addresses this server may connect to for others. Immutable.
///
/// The names of servers come from strangers, and so does what the name service says of them: without this anybody could have
/// requests made inside the network that the server stands in.
public final class AddressRules {
    /// What is not reachable from everywhere: private and shared networks, this machine, links, examples, tests,
    /// multicast, reserved (RFC 6890 and its successors).
    private static final List<Cidr> NOT_PUBLIC =
            Stream.of(
                            "0.0.0.0/8",
                            "10.0.0.0/8",
                            "100.64.0.0/10",
                            "127.0.0.0/8",
                            "169.254.0.0/16",
                            "172.16.0.0/12",
                            "192.0.0.0/24",
                            "192.0.2.0/24",
                            "192.88.99.0/24",
                            "192.168.0.0/16",
                            "198.18.0.0/15",
                            "198.51.100.0/24",
                            "203.0.113.0/24",
                            "224.0.0.0/4",
                            "240.0.0.0/4",
                            "::/96",
                            "64:ff9b:1::/48",
                            "100::/64",
                            "2001::/32",
                            "2001:db8::/32",
                            "fc00::/7",
                            "fe80::/10",
                            "fec0::/10",
                            "ff00::/8")
                    .map(Cidr::parse)
                    .toList();

    private static final Cidr NAT64 = Cidr.parse("64:ff9b::/96");
    private static final Cidr SIX_TO_FOUR = Cidr.parse("2002::/16");

    private final List<Cidr> allowed;

    /// Makes rules by which the public addresses may be connected to, and these.
    public AddressRules(List<Cidr> allowed) {
        this.allowed = List.copyOf(allowed);
    }

    /// Whether an address may be connected to.
    public boolean allows(InetAddress address) {
        return allowed.stream().anyMatch(block -> block.contains(address)) || isPublic(address);
    }

    private static boolean isPublic(InetAddress address) {
        if (NOT_PUBLIC.stream().anyMatch(block -> block.contains(address))) {
            return false;
        }
        if (NAT64.contains(address)) {
            return isPublic(embedded(address, 12));
        }
        return !SIX_TO_FOUR.contains(address) || isPublic(embedded(address, 2));
    }

    /// The IPv4 address that the network would pass packets on to.
    private static InetAddress embedded(InetAddress address, int from) {
        try {
            return InetAddress.getByAddress(
                    Arrays.copyOfRange(address.getAddress(), from, from + 4));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
