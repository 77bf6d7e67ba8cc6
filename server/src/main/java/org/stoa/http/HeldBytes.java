package org.stoa.http;

import java.util.HashMap;
import java.util.Map;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.json.Json;

/// How much memory is held for what comes or goes as slowly as others like, in all and for each of them. Thread-safe.
public final class HeldBytes {
    /// What a value takes as an object: rather too much.
    public static final int VALUE = 64;

    /// One reader of answers may hold this part.
    private static final int READERS = 8;

    /// One sender of bodies may hold this part. Behind a proxy that is not trusted all of the world is one sender; so it gets as much
    /// as leaves room for others, and not less.
    private static final int SENDERS = 2;

    /// One server whose answers are read may hold this part: the largest answer there may be, as text and as values.
    private static final int SERVERS = 2;

    /// Some answers fit in however small the memory is.
    private static final long LEAST = 16L << 20;

    /// The largest body fits into a share of it.
    private static final long LEAST_OF_BODIES = 32L << 20;

    /// What one request may take without being counted, while not too many do.
    static final int FREE = 64 << 10;

    private final long max;
    private final int shares;
    private final String what;
    private final Map<String, Long> byWho = new HashMap<>();
    private long all;
    private int free;

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

    /// Makes one for the answers of other servers.
    ///
    /// @param max bytes in all; those of one server may hold a half
    public static HeldBytes ofServers(long max) {
        return new HeldBytes(max, SERVERS, "answers of other servers are being read");
    }

    /// Allows the answers of other servers, as they come and parsed, three eighths of the memory that this process may take.
    public static HeldBytes ofServers() {
        return ofServers(Math.max(LEAST_OF_BODIES, Runtime.getRuntime().maxMemory() / 8 * 3));
    }

    /// Takes some. Who holds nothing gets it however much it is, as long as there is any left.
    ///
    /// Errors: M_LIMIT_EXCEEDED when there is not so much left.
    void take(String who, long bytes) {
        if (!tryTake(who, bytes)) {
            throw new MatrixException(ErrorCode.LIMIT_EXCEEDED, "Too many large " + what)
                    .with("retry_after_ms", Json.of(5_000));
        }
    }

    /// Takes some, as [#take] does; returns `false`, and takes nothing, when there is not so much left.
    public synchronized boolean tryTake(String who, long bytes) {
        long own = byWho.getOrDefault(who, 0L);
        boolean isTooMuch = own > 0 && own + bytes > share();
        if (isTooMuch || (all > 0 && all + bytes > max)) {
            return false;
        }
        all += bytes;
        byWho.put(who, own + bytes);
        return true;
    }

    /// Takes one of the parts that are not counted, as long as they are not half as much as what is; returns `false` when they are.
    synchronized boolean tryTakeFree() {
        if (free >= max / FREE / 2) {
            return false;
        }
        free++;
        return true;
    }

    /// Gives such a part back.
    synchronized void releaseFree() {
        free--;
    }

    /// Returns how many bytes one alone may hold.
    long share() {
        return max / shares;
    }

    /// Gives back what was taken.
    public synchronized void release(String who, long bytes) {
        all -= bytes;
        byWho.computeIfPresent(who, (key, own) -> own == bytes ? null : own - bytes);
    }

    /// Returns how many values a text of JSON has at most, names of members included, without making any of them: each stands
    /// behind a sign that is not in a string.
    public static long values(byte[] json) {
        long count = 1;
        boolean inString = false;
        for (int i = 0; i < json.length; i++) {
            byte b = json[i];
            if (b == '"') {
                inString = !inString;
            } else if (inString) {
                i += b == '\\' ? 1 : 0;
            } else if (b == ',' || b == ':' || b == '[' || b == '{') {
                count++;
            }
        }
        return count;
    }

    /// How many bytes are held.
    public synchronized long held() {
        return all;
    }
}
