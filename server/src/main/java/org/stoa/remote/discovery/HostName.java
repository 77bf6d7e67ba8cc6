package org.stoa.remote.discovery;

import java.util.List;
import java.util.regex.Pattern;

/// What may be the name of a host. The grammar of server names allows more: `-1`, `a..b`, `1.2.3`. Nobody is there, and other
/// parts of this machine would read some of them as addresses.
final class HostName {
    /// "63 octets or less" (RFC 1035 section 2.3.4), and "the first character is either a letter or a digit" (RFC 1123
    /// section 2.1).
    private static final Pattern LABEL =
            Pattern.compile("[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?");

    /// "at least the highest-level component label will be alphabetic" (RFC 1123 section 2.1): a name that ends so would be
    /// taken for an address of an old way of writing, 127.1 or 0x7f000001.
    private static final Pattern NUMBER = Pattern.compile("[0-9]+|0[xX][0-9a-fA-F]*");

    /// 255 octets with the lengths of the labels.
    private static final int MAX_LENGTH = 253;

    private HostName() {}

    /// Whether there can be a host of this name. A dot at its end is allowed, as in DNS.
    static boolean isPossible(String host) {
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        List<String> labels = List.of(name.split("\\.", -1));
        return name.length() <= MAX_LENGTH
                && labels.stream().allMatch(label -> LABEL.matcher(label).matches())
                && !NUMBER.matcher(labels.getLast()).matches();
    }
}
