package org.stoa.accounts.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.ServerName;

final class NewNameTest {

    private static final ServerName SERVER = ServerName.parse("localhost");

    @ParameterizedTest
    @ValueSource(strings = {"alice", "a.b_c=d-e/f+9", "q", "3", ".", "_", "=", "-", "/"})
    void name_ofAllowedCharacters_isTaken(String name) {
        assertThat(NewName.parse(name, SERVER).localpart()).isEqualTo(name);
    }

    @Test
    void name_withCapitals_isLowered() {
        assertThat(NewName.parse("AliCe", SERVER).toString()).isEqualTo("@alice:localhost");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a b",
                "a!",
                "a\"b",
                "a:b",
                "a?b",
                "a\\b",
                "@alice:localhost",
                "a[b",
                "a{b",
                "a|b",
                "£",
                "é",
                "a\nb",
                "a'b",
                "\u212a"
            })
    void name_ofOtherCharacters_isRefused(String name) {
        assertThatThrownBy(() -> NewName.parse(name, SERVER))
                .isInstanceOfSatisfying(
                        MatrixException.class,
                        refused ->
                                assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_USERNAME));
    }

    @Test
    void name_thatMakesTheUserIdTooLong_isRefused() {
        assertThat(NewName.parse("a".repeat(244), SERVER).toString()).hasSize(255);
        assertThatThrownBy(() -> NewName.parse("a".repeat(245), SERVER))
                .isInstanceOf(MatrixException.class);
    }
}
