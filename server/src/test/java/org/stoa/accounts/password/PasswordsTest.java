package org.stoa.accounts.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.stoa.platform.Randomness;

final class PasswordsTest {

    private static final Argon2Cost CHEAP = new Argon2Cost(64, 1, 1);

    private final Passwords passwords = new Passwords(CHEAP, Randomness.secure(), 2);

    @AfterEach
    void close() {
        passwords.close();
    }

    @Test
    void hash_ofSamePasswordTwice_differs() {
        assertThat(passwords.hash("secret")).isNotEqualTo(passwords.hash("secret"));
    }

    @Test
    void hash_isArgon2idWithTheCost() {
        assertThat(passwords.hash("secret")).startsWith("$argon2id$v=19$m=64,t=1,p=1$");
    }

    @Test
    void check_withThePassword_isRight() {
        String hash = passwords.hash("pässwörd 密码");

        assertThat(passwords.check("pässwörd 密码", hash)).isEqualTo(PasswordCheck.RIGHT);
    }

    @Test
    void check_withAnotherPassword_isWrong() {
        assertThat(passwords.check("Secret", passwords.hash("secret")))
                .isEqualTo(PasswordCheck.WRONG);
    }

    @Test
    void check_withoutHash_isWrongEvenForTheEmptyPassword() {
        assertThat(passwords.check("", null)).isEqualTo(PasswordCheck.WRONG);
    }

    @Test
    void check_ofHashAtAnotherCost_isOutdated() {
        // A vector of the reference implementation.
        String hash =
                "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";

        assertThat(passwords.check("password", hash)).isEqualTo(PasswordCheck.OUTDATED);
        assertThat(passwords.check("differentpassword", hash)).isEqualTo(PasswordCheck.WRONG);
    }

    @Test
    void check_ofBcryptHash_isOutdatedOrWrong() {
        String hash = "$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";

        assertThat(passwords.check("U*U", hash)).isEqualTo(PasswordCheck.OUTDATED);
        assertThat(passwords.check("U*V", hash)).isEqualTo(PasswordCheck.WRONG);
    }

    @Test
    void check_ofPasswordThatIsTooLong_isWrong() {
        String hash = passwords.hash("a".repeat(Passwords.MAX_LENGTH + 1));

        assertThat(passwords.check("a".repeat(Passwords.MAX_LENGTH + 1), hash))
                .isEqualTo(PasswordCheck.WRONG);
    }

    @Test
    void check_ofUnknownHash_fails() {
        assertThatThrownBy(() -> passwords.check("secret", "plain"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("could not be hashed");
    }

    @Test
    void cost_outOfRange_isRefused() {
        assertThatThrownBy(() -> new Argon2Cost(7, 1, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Argon2Cost(64, 0, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Argon2Cost(64, 1, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
