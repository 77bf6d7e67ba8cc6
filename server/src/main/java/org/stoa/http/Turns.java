package org.stoa.http;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.json.Json;

/// Lets a few pieces of large answers be made at once; the others wait in line. What a piece is made from is held only while it
/// is made, not while a slow client reads it. Thread-safe.
final class Turns {
    /// A piece is made from some megabytes of events.
    private static final int AT_ONCE = 4;

    /// Who has waited for so long is told to come again: his client has given up by then.
    private static final long PATIENCE_SECONDS = 60;

    private final Semaphore places = new Semaphore(AT_ONCE, true);

    /// Makes an answer on until [JsonPieces#BYTES] are in the buffer, or to its end; returns whether there is more.
    ///
    /// Errors: M_LIMIT_EXCEEDED after a minute in line.
    boolean makeMore(JsonPieces pieces, JsonBuffer out) {
        acquire();
        try {
            boolean hasMore = true;
            while (hasMore && out.size() < JsonPieces.BYTES) {
                hasMore = pieces.writeNext(out);
            }
            return hasMore;
        } finally {
            places.release();
        }
    }

    private void acquire() {
        try {
            if (places.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new MatrixException(ErrorCode.LIMIT_EXCEEDED, "Too many large answers at once")
                .with("retry_after_ms", Json.of(5_000));
    }
}
