package org.stoa.http;

import java.util.HashMap;
import java.util.Map;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.json.Json;

/// How much memory is held for what comes or goes as slowly as others like, in all and for each of them. Thread-safe.
final class HeldBytes {
    /// One of them may hold this part.
    private static final int SHARES = 8;

    /// Some answers fit in however small the memory is.
    private static final long LEAST = 16L << 20;

    private final long max;
    private final Map<String, Long> byWho = new HashMap<>();
    private long all;

    /// @param max bytes in all; one alone may hold an eighth
    HeldBytes(long max) {
        this.max = max;
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
        boolean isTooMuch = own > 0 && own + bytes > max / SHARES;
        if (isTooMuch || (all > 0 && all + bytes > max)) {
            throw new MatrixException(
                            ErrorCode.LIMIT_EXCEEDED, "Too many large answers are being read")
                    .with("retry_after_ms", Json.of(5_000));
        }
        all += bytes;
        byWho.put(who, own + bytes);
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
