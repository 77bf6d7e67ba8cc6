package org.stoa.accounts.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.stoa.accounts.LoginLimit;
import org.stoa.platform.ManualTime;
import org.stoa.protocol.error.MatrixException;

final class FailedAttemptsTest {

    private final ManualTime time = new ManualTime();
    private final FailedAttempts attempts =
            new FailedAttempts(new LoginLimit(3, Duration.ofSeconds(10)), time);

    @Test
    void attempt_afterTooManyFailures_isRefusedWithTheTimeToWait() {
        fail(3, "alice", "192.0.2.1");

        assertThatThrownBy(() -> attempts.check("alice", "192.0.2.1"))
                .isInstanceOfSatisfying(
                        MatrixException.class,
                        refused ->
                                assertThat(refused.toJson().toString())
                                        .contains("\"errcode\":\"M_LIMIT_EXCEEDED\"")
                                        .contains("\"retry_after_ms\":10001"));
    }

    @Test
    void attempt_afterFewerFailures_isAllowed() {
        fail(2, "alice", "192.0.2.1");

        assertThatCode(() -> attempts.check("alice", "192.0.2.1")).doesNotThrowAnyException();
    }

    @Test
    void attempt_afterTheInterval_isAllowed() {
        fail(3, "alice", "192.0.2.1");
        time.advance(Duration.ofSeconds(11));

        assertThatCode(() -> attempts.check("alice", "192.0.2.1")).doesNotThrowAnyException();
    }

    @Test
    void attempt_fromAnotherAddressOrForAnotherAccount_isAllowed() {
        fail(3, "alice", "192.0.2.1");

        assertThatCode(() -> attempts.check("alice", "192.0.2.2")).doesNotThrowAnyException();
        assertThatCode(() -> attempts.check("bob", "192.0.2.1")).doesNotThrowAnyException();
    }

    @Test
    void attempt_afterFailuresFromManyAddresses_isRefused() {
        for (int address = 0; address < 30; address++) {
            attempts.failed("alice", "192.0.2." + address);
        }

        assertThatThrownBy(() -> attempts.check("alice", "198.51.100.1"))
                .isInstanceOf(MatrixException.class);
    }

    @Test
    void attempt_forANameTooLongForAnAccount_isRememberedByItsBeginningOnly() {
        String tooLong = "a".repeat(255);
        fail(3, tooLong + "1", "192.0.2.1");

        assertThatThrownBy(() -> attempts.check(tooLong + "2", "192.0.2.1"))
                .isInstanceOf(MatrixException.class);
    }

    @Test
    void attempt_whenThereIsNoLimit_isAllowed() {
        var unlimited = new FailedAttempts(LoginLimit.OFF, time);
        for (int i = 0; i < 100; i++) {
            unlimited.failed("alice", "192.0.2.1");
        }

        assertThatCode(() -> unlimited.check("alice", "192.0.2.1")).doesNotThrowAnyException();
    }

    private void fail(int times, String account, String address) {
        for (int i = 0; i < times; i++) {
            attempts.failed(account, address);
        }
    }
}
