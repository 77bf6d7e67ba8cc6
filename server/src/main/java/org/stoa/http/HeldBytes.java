package org.stoa.http;

import java.util.HashMap;
import java.util.Map;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.json.Json;

/// How much memory is held for what comes or goes as slowly as others like, in all and for each of them. Thread-safe.
final class HeldBytes {
    /// One reader of answers may hold this part.
    private static final int READERS = 8;

    /// One sender of bodies may hold this part. Behind a proxy that is not trusted all of the world is one sender; so it gets as much
    /// as leaves room for others, and not less.
    private static final int SENDERS = 2;

    /// Some answers fit in however small the memory is.
    private static final long LEAST = 16L << 20;

    /// The largest body fits into a share of it.
    private static final long LEAST_OF_BODIES = 32L << 20;

    private final long max;
    private final int shares;
    private final String what;
    private final Map<String, Long> byWho = new HashMap<>();
    private long all;

    /// @param max bytes in all; one alone may hold an eighth
    HeldBytes(long max) {
        this(max, READERS, "answers are being read");
    }

    private HeldBytes(long max, int shares, String what) {
        this.max = max;
        this.shares = shares;
        this.what = what;
    }

    /// Makes one for the bodies of requests; those of one address may hold a half.
    static HeldBytes ofBodies(long max) {
        return new HeldBytes(max, SENDERS, "requests are being handled");
    }

    /// Allows the bodies of requests, as they come and parsed, a quarter of the memory that this process may take.
    static HeldBytes ofBodies() {
        return ofBodies(Math.max(LEAST_OF_BODIES, Runtime.getRuntime().maxMemory() / 4));
    }

    /// Allows an eighth of the memory that this process may take.
    static HeldBytes ofMemory() {
        return new HeldBytes(Math.max(LEAST, Runtime.getRuntime().maxMemory() / 8));
    }

    /// Takes some. Who holds nothing gets it however much it is, as long as there is any left.
    ///
    /// Errors: M_LIMIT_EXCEEDED when there is not so much left.
    synchronized void take(String who, long bytes) {
        long own = byWho.getOrDefault(who, 0L);
        boolean isTooMuch = own > 0 && own + bytes > share();
        if (isTooMuch || (all > 0 && all + bytes > max)) {
            throw new MatrixException(ErrorCode.LIMIT_EXCEEDED, "Too many large " + what)
                    .with("retry_after_ms", Json.of(5_000));
        }
        all += bytes;
        byWho.put(who, own + bytes);
    }

    /// Returns how many bytes one alone may hold.
    long share() {
        return max / shares;
    }

    /// Gives back what was taken.
    synchronized void release(String who, long bytes) {
        all -= bytes;
        byWho.computeIfPresent(who, (key, own) -> own == bytes ? null : own - bytes);
    }

    /// How many bytes are held.
    synchronized long held() {
        return all;
    }
}
