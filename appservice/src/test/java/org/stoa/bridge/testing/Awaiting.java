package org.stoa.bridge.testing;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waits until something is so, looking again whenever something happened, and fails when it is not for too long.
public final class Awaiting {

    private static final Duration LONGEST = Duration.ofSeconds(30);

    /// Conditions may depend on what tells nobody, so they are looked at this often at least.
    private static final long LOOK_MILLIS = 10;

    private Awaiting() {}

    /// Returns once the condition holds.
    public static void until(String what, BooleanSupplier condition) {
        value(what, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    /// Returns the value once there is one.
    public static <T> T value(String what, Supplier<Optional<T>> supplier) {
        long start = System.nanoTime();
        Object pause = new Object();
        while (true) {
            Optional<T> value = supplier.get();
            if (value.isPresent()) {
                return value.orElseThrow();
            }
            if (System.nanoTime() - start > LONGEST.toNanos()) {
                throw new AssertionError("Waited " + LONGEST + " in vain: " + what);
            }
            synchronized (pause) {
                try {
                    pause.wait(LOOK_MILLIS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new AssertionError("Interrupted while waiting: " + what, e);
                }
            }
        }
    }
}
