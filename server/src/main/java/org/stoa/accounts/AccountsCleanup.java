package org.stoa.accounts;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stoa.accounts.token.LastSeen;
import org.stoa.platform.Time;
import org.stoa.storage.Database;
import org.stoa.storage.accounts.InteractiveSessionRepository;
import org.stoa.storage.accounts.ShortTokenRepository;
import org.stoa.storage.accounts.TokenRepository;

/// Deletes what time has made useless: interactive sessions, and tokens that expired long ago.
public final class AccountsCleanup {

    private static final Logger LOG = LoggerFactory.getLogger(AccountsCleanup.class);

    /// The kind of its task in the scheduler.
    private static final String TASK = "accounts.cleanup";

    /// How long it waits from one time to the next; also how old the times at which devices were seen may get.
    private static final Duration INTERVAL = Duration.ofMinutes(5);

    /// Expired tokens stay for so long, so that their holders hear "expired" and can refresh, not "unknown".
    private static final Duration EXPIRED_KEPT = Duration.ofDays(90);

    private final Database database;
    private final InteractiveSessionRepository interactive;
    private final TokenRepository tokens;
    private final ShortTokenRepository shortTokens;
    private final LastSeen lastSeen;
    private final Duration interactiveLifetime;
    private final Time time;

    AccountsCleanup(
            Database database,
            InteractiveSessionRepository interactive,
            TokenRepository tokens,
            ShortTokenRepository shortTokens,
            LastSeen lastSeen,
            Duration interactiveLifetime,
            Time time) {
        this.database = database;
        this.interactive = interactive;
        this.tokens = tokens;
        this.shortTokens = shortTokens;
        this.lastSeen = lastSeen;
        this.interactiveLifetime = interactiveLifetime;
        this.time = time;
    }

    /// Has it done again and again.
    void start() {
        database.scheduler().register(TASK, payload -> runAndRepeat());
        repeat();
    }

    /// Does it once; returns how many rows went.
    public int run() {
        long now = time.millis();
        lastSeen.flush(now);
        return database.write(
                tx ->
                        interactive.deleteBefore(tx, now - interactiveLifetime.toMillis())
                                + tokens.deleteExpired(tx, now - EXPIRED_KEPT.toMillis())
                                + shortTokens.deleteExpired(tx, now));
    }

    private void runAndRepeat() {
        repeat();
        int deleted = run();
        LOG.debug("{} old tokens and sessions deleted", deleted);
    }

    private void repeat() {
        database.scheduler().scheduleUnlessWaiting(time.instant().plus(INTERVAL), TASK, "");
    }
}
