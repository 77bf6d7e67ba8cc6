package org.stoa.remote.keys;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.stoa.platform.Time;
import org.stoa.protocol.id.ServerName;

/// How often each server may be asked for its keys: strangers cause these requests, by naming servers and keys that may not
/// exist. Thread-safe.
final class Pauses {
    /// After an answer: long enough that made-up key ids do no harm, short enough for a key that was changed just now.
    private static final Duration AFTER_ANSWER = Duration.ofSeconds(10);

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);
    private static final int MAX_DOUBLINGS = 20;
    private static final int MAX_SERVERS = 50_000;

    private final Time time;
    private final Duration longest;
    private final Cache<ServerName, Pause> pauses;

    Pauses(Time time, Duration longest) {
        this.time = time;
        this.longest = longest;
        this.pauses =
                Caffeine.newBuilder().executor(Runnable::run).maximumSize(MAX_SERVERS).build();
    }

    /// @param until a time as of [Time#nanoTime()]
    private record Pause(long until, int failures) {}

    boolean mayAsk(ServerName server) {
        Pause pause = pauses.getIfPresent(server);
        return pause == null || pause.until() - time.nanoTime() <= 0;
    }

    /// Whether it did not answer when it was asked last.
    boolean hasFailed(ServerName server) {
        Pause pause = pauses.getIfPresent(server);
        return pause != null && pause.failures() > 0;
    }

    void answered(ServerName server) {
        Duration pause = AFTER_ANSWER.compareTo(longest) < 0 ? AFTER_ANSWER : longest;
        pauses.put(server, new Pause(time.nanoTime() + pause.toNanos(), 0));
    }

    void failed(ServerName server) {
        @Nullable Pause before = pauses.getIfPresent(server);
        int failures = before == null ? 1 : before.failures() + 1;
        long millis = AFTER_FAILURE.toMillis() << Math.min(failures - 1, MAX_DOUBLINGS);
        Duration pause = Duration.ofMillis(Math.min(millis, longest.toMillis()));
        pauses.put(server, new Pause(time.nanoTime() + pause.toNanos(), failures));
    }
}
