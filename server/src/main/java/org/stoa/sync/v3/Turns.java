package org.stoa.sync.v3;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.json.Json;

/// Lets a few large answers be made at once; the others wait in line. What is made is held only while it is made, not while
/// a slow client reads it. Thread-safe.
public final class Turns {
    private static final int AT_ONCE = 4;

    /// Who has waited for so long is told to come again: his client has given up by then.
    private static final long PATIENCE_SECONDS = 60;

    private final Semaphore places = new Semaphore(AT_ONCE, true);

    /// Does the work when it is its turn.
    ///
    /// Errors: M_LIMIT_EXCEEDED after a minute in line.
    public <T> T take(Supplier<T> work) {
        acquire();
        try {
            return work.get();
        } finally {
            places.release();
        }
    }

    /// Does work without a result as [#take(Supplier)] does.
    public void run(Runnable work) {
        acquire();
        try {
            work.run();
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
        throw new MatrixException(ErrorCode.LIMIT_EXCEEDED, "Too many first syncs at once")
                .with("retry_after_ms", Json.of(5_000));
    }
}
