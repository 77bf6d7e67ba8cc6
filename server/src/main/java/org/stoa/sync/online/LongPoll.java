package org.stoa.sync.online;

import java.time.Duration;
import java.util.Optional;
import org.stoa.platform.Changes;
import org.stoa.platform.Time;
import org.stoa.platform.Waiter;
import org.stoa.platform.Wake;

/// Holds a request until there is something to answer. What a request that waits keeps is its thread's small stack and its
/// registration. Thread-safe.
public final class LongPoll {
    /// The longest that a request is held, whatever it asks for.
    public static final Duration MAX_TIMEOUT = Duration.ofMinutes(2);

    private final Time time;
    private final Changes changes;
    private final OnlineUsers online;

    /// Creates it.
    public LongPoll(Time time, Changes changes, OnlineUsers online) {
        this.time = time;
        this.changes = changes;
        this.online = online;
    }

    /// Looks whether there is something to answer.
    @FunctionalInterface
    public interface Look<T> {
        /// Returns the answer; empty, unless `isLast`, when nothing is new yet.
        ///
        /// @param isLast the time is over, or the server stops: an answer with nothing in it is due
        Optional<T> look(OnlineUser user, boolean isLast);
    }

    /// Looks at once, and again after each change that concerns the user, until there is an answer.
    ///
    /// @param user number of the user
    /// @param timeout how long to wait at most; bounded by [#MAX_TIMEOUT]
    public <T> T poll(long user, Duration timeout, Look<T> look) {
        Duration bounded = timeout.compareTo(MAX_TIMEOUT) > 0 ? MAX_TIMEOUT : timeout;
        long deadline = time.nanoTime() + bounded.toNanos();
        OnlineUser present = online.enter(user);
        // Registered before the first look, so that what comes after it ends the wait.
        try (Waiter waiter = changes.register(user)) {
            boolean isLast = false;
            while (true) {
                long left = deadline - time.nanoTime();
                isLast |= left <= 0;
                Optional<T> answer = look.look(present, isLast);
                if (answer.isPresent()) {
                    return answer.get();
                }
                if (isLast) {
                    throw new IllegalStateException("the last look gave no answer");
                }
                isLast = waiter.await(Duration.ofNanos(left)) != Wake.CHANGED;
            }
        } finally {
            online.leave(present);
        }
    }
}
