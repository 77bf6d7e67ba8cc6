package org.stoa.protocol.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerNameTest {

    @ParameterizedTest
    @CsvSource({
        "matrix.org, matrix.org, -1, false",
        "matrix.org:8888, matrix.org, 8888, false",
        "1.2.3.4, 1.2.3.4, -1, true",
        "1.2.3.4:1234, 1.2.3.4, 1234, true",
        "[1234:5678::abcd], [1234:5678::abcd], -1, true",
        "[1234:5678::abcd]:5678, [1234:5678::abcd], 5678, true",
        "[::1], [::1], -1, true",
        "[::ffff:1.2.3.4], [::ffff:1.2.3.4], -1, true",
        "localhost, localhost, -1, false",
        "EXAMPLE.Org, EXAMPLE.Org, -1, false",
        "a-b.example.org., a-b.example.org., -1, false",
        "xn--bcher-kva.example, xn--bcher-kva.example, -1, false",
        "256.2.3.4, 256.2.3.4, -1, false",
        "1.2.3, 1.2.3, -1, false",
        "example.org:0, example.org, 0, false",
        "example.org:00443, example.org, 443, false",
        "example.org:99999, example.org, 99999, false"
    })
    void parse_ofAServerName_findsHostAndPort(String text, String host, int port, boolean literal) {
        ServerName name = ServerName.parse(text);

        assertThat(name.host()).isEqualTo(host);
        assertThat(name.port()).isEqualTo(port < 0 ? OptionalInt.empty() : OptionalInt.of(port));
        assertThat(name.isIpLiteral()).isEqualTo(literal);
        assertThat(name).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                ":8448",
                "example.org:",
                "example.org:x",
                "example.org:-1",
                "example.org:123456",
                "example.org:80:80",
                "example.org:\u0661",
                "exa mple.org",
                "example_org",
                "exämple.org",
                "example.org/path",
                "user@example.org",
                "[",
                "[]",
                "[::1",
                "[::1]x",
                "[::1]:",
                "[::g]",
                "[::1%eth0]",
                "[1.2.3.4]",
                "[1:2:3:4:5:6:7:8:9]",
                "[example.org]",
                "::1",
                "[\u0661::1]"
            })
    void parse_ofAnotherText_isRefused(String text) {
        assertThatThrownBy(() -> ServerName.parse(text)).isInstanceOf(IdException.class);
        assertThat(ServerName.tryParse(text)).isEmpty();
    }

    @Test
    void parse_ofTheLongestName_isAccepted() {
        assertThat(ServerName.tryParse("a".repeat(255))).isPresent();
        assertThat(ServerName.tryParse("a".repeat(256))).isEmpty();
    }

    @Test
    void equality_dependsOnCaseAndPort() {
        assertThat(ServerName.parse("a.org")).isNotEqualTo(ServerName.parse("A.org"));
        assertThat(ServerName.parse("a.org")).isNotEqualTo(ServerName.parse("a.org:8448"));
        assertThat(ServerName.parse("a.org")).isEqualTo(ServerName.parse("a.org"));
    }
}
