package org.stoa.protocol.id;

import java.net.Inet6Address;
import java.util.Optional;
import java.util.OptionalInt;

/// The name of a homeserver: a DNS name or an IP literal, and perhaps a port. Case and spelling count: `a.org`, `A.org`
/// and `a.org:8448` are three servers.
///
/// Spec: appendices#server-name (v1.19).
public record ServerName(String text) {

    private static final String KIND = "server name";
    private static final int MAX_PORT_DIGITS = 5;
    private static final int MAX_NAME_BYTES = 255;
    private static final int MAX_IPV6_LENGTH = 45;

    /// @throws IdException when the text is not a server name
    public ServerName {
        int end = endOfHost(text);
        requireHost(text.substring(0, end));
        requirePort(text.substring(end));
    }

    /// Returns the server name that the text is.
    ///
    /// @throws IdException when it is none
    public static ServerName parse(String text) {
        return new ServerName(text);
    }

    /// Returns the server name that the text is, empty when it is none.
    public static Optional<ServerName> tryParse(String text) {
        return Grammar.attempt(text, ServerName::new);
    }

    /// Returns the name without the port; an IPv6 literal keeps its brackets.
    public String host() {
        return text.substring(0, endOfHost(text));
    }

    /// Returns the port, empty when none is given; it may exceed 65535, which the grammar allows.
    public OptionalInt port() {
        int end = endOfHost(text);
        return end == text.length()
                ? OptionalInt.empty()
                : OptionalInt.of(Integer.parseInt(text.substring(end + 1)));
    }

    /// Whether the host is an address and not a name: four decimal numbers up to 255, or an IPv6 literal in brackets.
    public boolean isIpLiteral() {
        return text.charAt(0) == '[' || isIpv4(host());
    }

    @Override
    public String toString() {
        return text;
    }

    private static int endOfHost(String text) {
        int from = text.startsWith("[") ? text.indexOf(']') + 1 : 0;
        int colon = text.indexOf(':', from);
        return colon < 0 ? text.length() : colon;
    }

    private static void requireHost(String host) {
        if (host.startsWith("[")) {
            requireIpv6(host);
            return;
        }
        if (host.isEmpty() || host.length() > MAX_NAME_BYTES) {
            throw new IdException("Expected a " + KIND + " of 1 to 255 bytes");
        }
        for (int i = 0; i < host.length(); i++) {
            if (!isNameCharacter(host.charAt(i))) {
                throw new IdException(
                        "Expected a " + KIND + " of letters, digits, '-' and '.', found another");
            }
        }
    }

    private static void requireIpv6(String host) {
        if (!host.endsWith("]")) {
            throw new IdException("Expected a " + KIND + " with ']' after the IPv6 address");
        }
        String address = host.substring(1, host.length() - 1);
        for (int i = 0; i < address.length(); i++) {
            char c = address.charAt(i);
            if (c > 0x7F || (c != ':' && c != '.' && Character.digit(c, 16) < 0)) {
                throw new IdException("Expected a " + KIND + " with an IPv6 address in brackets");
            }
        }
        if (address.length() > MAX_IPV6_LENGTH || !isIpv6(address)) {
            throw new IdException("Expected a " + KIND + " with an IPv6 address in brackets");
        }
    }

    private static boolean isIpv6(String address) {
        try {
            Inet6Address.ofLiteral(address);
            return true;
        } catch (IllegalArgumentException notAnAddress) {
            return false;
        }
    }

    private static void requirePort(String suffix) {
        if (suffix.isEmpty()) {
            return;
        }
        boolean digits =
                suffix.length() > 1
                        && suffix.length() <= MAX_PORT_DIGITS + 1
                        && suffix.chars().skip(1).allMatch(c -> c >= '0' && c <= '9');
        if (!digits) {
            throw new IdException("Expected a " + KIND + " with a port of 1 to 5 digits");
        }
    }

    private static boolean isNameCharacter(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= '0' && c <= '9')
                || (c >= 'A' && c <= 'Z')
                || c == '-'
                || c == '.';
    }

    private static boolean isIpv4(String host) {
        String[] parts = host.split("\\.", -1);
        if (parts.length != 4) {
            return false;
        }
        for (String part : parts) {
            boolean number =
                    !part.isEmpty()
                            && part.length() <= 3
                            && part.chars().allMatch(c -> c >= '0' && c <= '9');
            if (!number || Integer.parseInt(part) > 255) {
                return false;
            }
        }
        return true;
    }
}
