package org.stoa.remote.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HostNameTest {
    private static final String LONGEST_LABEL = "a".repeat(63);

    /// Four labels, 253 characters with the dots.
    private static final String LONGEST =
            (LONGEST_LABEL + ".").repeat(3) + "a".repeat(253 - 3 * 64);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.org",
                "A.ORG",
                "a.org.",
                "localhost",
                "a",
                "a-b.c--d.org",
                "xn--mnchen-3ya.de",
                "1a.2.org",
                "1.2.3.4.org",
                "a.1b",
                "0x7g",
                "0xab.org"
            })
    void name_ofAHost_isPossible(String name) {
        assertThat(HostName.isPossible(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1",
                "-9223372036854775809",
                "-",
                "-a.org",
                "a-.org",
                "a.-b.org",
                "a.org-",
                ".",
                "..",
                ".a.org",
                "a..org",
                "a.org..",
                "123",
                "1.2.3",
                "1.2.3.",
                "1.2.3.4.5",
                "256.1.1.1",
                "0x7f.1",
                "0x7f000001",
                "a.0X7F",
                "0x",
                "a.org.1"
            })
    void name_ofNoHost_isNotPossible(String name) {
        assertThat(HostName.isPossible(name)).isFalse();
    }

    @Test
    void name_ofTheGreatestLength_isPossible() {
        assertThat(HostName.isPossible(LONGEST_LABEL + ".org")).isTrue();
        assertThat(HostName.isPossible(LONGEST)).isTrue();
        assertThat(HostName.isPossible(LONGEST + ".")).isTrue();
    }

    @Test
    void name_thatIsLonger_isNotPossible() {
        assertThat(HostName.isPossible(LONGEST_LABEL + "a.org")).isFalse();
        assertThat(HostName.isPossible(LONGEST + "a")).isFalse();
    }
}
