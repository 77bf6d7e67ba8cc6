package org.stoa.accounts.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import org.stoa.accounts.LoginLimit;
import org.stoa.platform.Time;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.json.JsonNumber;

/// Slows down who tries passwords: failed attempts are counted per account and address, and, far more
/// generously, per account, so that nobody is locked out by others soon. Attempts that succeed do not count.
///
/// Thread-safe, and bounded in memory, whatever names strangers try.
final class FailedAttempts {

    /// Accounts and addresses remembered; older ones are forgotten first.
    private static final int MAX_REMEMBERED = 100_000;

    /// No account has a longer name; names that differ only after so many characters are counted as one.
    private static final int MAX_NAME = 255;

    private static final int ALL_ADDRESSES_FACTOR = 10;

    private final LoginLimit limit;
    private final Time time;

    /// For each name the time at which all its failures will be forgotten.
    private final Cache<String, Long> forgottenAt =
            Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();

    FailedAttempts(LoginLimit limit, Time time) {
        this.limit = limit;
        this.time = time;
    }

    /// Refuses an attempt with M_LIMIT_EXCEEDED when too many failed.
    void check(String account, String address) {
        Duration interval = limit.interval();
        if (interval == null) {
            return;
        }
        String name = shortened(account);
        long wait =
                Math.max(
                        waitNanos(name + " " + address, interval, limit.burst()),
                        waitNanos(name, interval, limit.burst() * ALL_ADDRESSES_FACTOR));
        if (wait > 0) {
            long millis = Duration.ofNanos(wait).toMillis() + 1;
            throw new MatrixException(
                            ErrorCode.LIMIT_EXCEEDED,
                            "Too many failed attempts; wait before the next")
                    .with("retry_after_ms", JsonNumber.of(millis));
        }
    }

    /// Counts an attempt that failed.
    void failed(String account, String address) {
        Duration interval = limit.interval();
        if (interval != null) {
            String name = shortened(account);
            count(name + " " + address, interval);
            count(name, interval);
        }
    }

    private static String shortened(String account) {
        return account.length() <= MAX_NAME ? account : account.substring(0, MAX_NAME);
    }

    private void count(String name, Duration interval) {
        long now = time.nanoTime();
        forgottenAt
                .asMap()
                .merge(
                        name,
                        now + interval.toNanos(),
                        (old, fresh) -> (old - now > 0 ? old : now) + interval.toNanos());
    }

    private long waitNanos(String name, Duration interval, int burst) {
        Long at = forgottenAt.getIfPresent(name);
        return at == null ? 0 : at - time.nanoTime() - interval.toNanos() * (burst - 1L);
    }
}
