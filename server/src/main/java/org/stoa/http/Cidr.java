package org.stoa.http;

import java.net.InetAddress;

/// A block of addresses, such as `10.0.0.0/8`, `fd00::/8` or `192.0.2.1`.
public final class Cidr {
    private final byte[] network;
    private final int prefixLength;

    private Cidr(byte[] network, int prefixLength) {
        this.network = network;
        this.prefixLength = prefixLength;
    }

    /// Returns the block that a text stands for; an address alone is a block of one.
    ///
    /// Errors: IllegalArgumentException for anything else, names included.
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        byte[] network =
                InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash)).getAddress();
        int length = network.length * 8;
        try {
            int prefix = slash < 0 ? length : Integer.parseInt(text.substring(slash + 1));
            if (prefix < 0 || prefix > length) {
                throw new IllegalArgumentException("Not a block of addresses: " + text);
            }
            return new Cidr(network, prefix);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("Not a block of addresses: " + text, e);
        }
    }

    /// Tells whether an address is in the block.
    public boolean contains(InetAddress address) {
        byte[] other = address.getAddress();
        if (other.length != network.length) {
            return false;
        }
        int whole = prefixLength / 8;
        for (int i = 0; i < whole; i++) {
            if (network[i] != other[i]) {
                return false;
            }
        }
        int mask = (0xff << (8 - prefixLength % 8)) & 0xff;
        return mask == 0 || (network[whole] & mask) == (other[whole] & mask);
    }
}
