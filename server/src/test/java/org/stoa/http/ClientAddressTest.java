package org.stoa.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ClientAddressTest {
    private final ClientAddress clientAddress =
            new ClientAddress(List.of(Cidr.parse("10.0.0.0/8"), Cidr.parse("fd00::/8")));

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "192.0.2.9; 203.0.113.1; 192.0.2.9",
                "10.0.0.1; 203.0.113.1; 203.0.113.1",
                "10.0.0.1; 198.51.100.7, 203.0.113.1, 10.9.9.9; 203.0.113.1",
                "10.0.0.1; 203.0.113.1:4711; 203.0.113.1",
                "10.0.0.1; [2001:db8::1]:4711; 2001:db8::1",
                "fd00::1; 2001:db8::1; 2001:db8::1",
                "10.0.0.1; unknown; 10.0.0.1",
                "10.0.0.1; 203.0.113.1, _hidden, 10.0.0.2; 10.0.0.2",
                "10.0.0.1; localhost; 10.0.0.1",
                "10.0.0.1; 10.0.0.5; 10.0.0.5"
            })
    void address_isTheLastOneThatIsNoTrustedProxy(String peer, String forwarded, String expected) {
        assertThat(clientAddress.of(request(peer, Map.of("x-forwarded-for", forwarded))))
                .isEqualTo(InetAddress.ofLiteral(expected));
    }

    @Test
    void address_withoutHeader_isThePeer() {
        assertThat(clientAddress.of(request("10.0.0.1", Map.of())))
                .isEqualTo(InetAddress.ofLiteral("10.0.0.1"));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "192.0.2.128/25, 192.0.2.127, false",
        "192.0.2.128/25, 192.0.2.200, true",
        "0.0.0.0/0, 8.8.8.8, true",
        "127.0.0.1, 127.0.0.1, true",
        "127.0.0.1, 127.0.0.2, false",
        "::1, ::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "::/0, 127.0.0.1, false"
    })
    void block_containsItsAddresses(String block, String address, boolean inside) {
        assertThat(Cidr.parse(block).contains(InetAddress.ofLiteral(address))).isEqualTo(inside);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "example.org", "10.0.0.0/33", "10.0.0.0/-1", "::/129", "10.0.0.0/x"})
    void block_thatIsNone_isRefused(String text) {
        assertThatThrownBy(() -> Cidr.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Incoming request(String peer, Map<String, String> headers) {
        return new MemoryIncoming(
                "GET", "/", null, headers, new byte[0], InetAddress.ofLiteral(peer));
    }
}
