package org.stoa.conformance.federation;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// Two things at the same time.
final class Both {
    private Both() {}

    /// Runs both, and throws what any of them threw.
    static void run(Runnable one, Runnable other) throws InterruptedException {
        AtomicReference<Optional<Throwable>> failed = new AtomicReference<>(Optional.empty());
        Thread beside =
                Thread.ofVirtual()
                        .uncaughtExceptionHandler(
                                (thread, failure) -> failed.set(Optional.of(failure)))
                        .start(other);
        try {
            one.run();
        } finally {
            beside.join();
        }
        failed.get()
                .ifPresent(
                        failure -> {
                            throw new AssertionError(failure.getMessage(), failure);
                        });
    }
}
