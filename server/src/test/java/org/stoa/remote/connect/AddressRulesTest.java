package org.stoa.remote.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.http.Cidr;

final class AddressRulesTest {
    private final AddressRules rules = new AddressRules(List.of(Cidr.parse("10.1.0.0/16")));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.0.0.1",
                "100.64.0.1",
                "127.0.0.1",
                "127.255.0.9",
                "169.254.169.254",
                "172.31.255.255",
                "192.168.0.1",
                "198.18.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::127.0.0.1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "64:ff9b::10.0.0.1",
                "64:ff9b::7f00:1",
                "2002:0a00:0001::1",
                "fc00::1",
                "fd12:3456::1",
                "fe80::1",
                "ff02::1"
            })
    void address_thatIsNotPublic_isRefused(String address) {
        assertThat(rules.allows(InetAddress.ofLiteral(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9.9.9.9",
                "172.32.0.1",
                "10.1.2.3",
                "::ffff:9.9.9.9",
                "64:ff9b::9.9.9.9",
                "2002:0909:0909::1",
                "2620:fe::fe"
            })
    void address_thatIsPublicOrAllowed_isTaken(String address) {
        assertThat(rules.allows(InetAddress.ofLiteral(address))).isTrue();
    }

    @Test
    void allowed_onlyOneAddress_allowsNoOther() {
        AddressRules one = new AddressRules(List.of(Cidr.parse("127.0.0.1")));

        assertThat(one.allows(InetAddress.ofLiteral("127.0.0.1"))).isTrue();
        assertThat(one.allows(InetAddress.ofLiteral("127.0.0.2"))).isFalse();
    }
}
