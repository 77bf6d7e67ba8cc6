package org.stoa.conformance.client;

import java.time.Duration;

/// An end to waiting for what a server does when it gets to it.
public final class Deadline {
    /// Longer than a busy machine needs; an ordinary one needs milliseconds.
    public static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final Duration ASK_AGAIN = Duration.ofMillis(50);

    private final long end;

    /// One that is over after [#PATIENCE].
    public Deadline() {
        this(PATIENCE);
    }

    /// One that is over after this time.
    public Deadline(Duration patience) {
        this.end = System.nanoTime() + patience.toNanos();
    }

    /// Whether the time is over.
    public boolean isOver() {
        return System.nanoTime() - end > 0;
    }

    /// Runs assertions again and again until they hold; fails as they did last when the time is over. For what no `/sync` tells:
    /// for that there is [User#syncUntil].
    public static void eventually(Runnable assertions) {
        eventually(PATIENCE, assertions);
    }

    /// Runs assertions again and again until they hold; fails as they did last when the time is over.
    public static void eventually(Duration patience, Runnable assertions) {
        Deadline deadline = new Deadline(patience);
        while (true) {
            try {
                assertions.run();
                return;
            } catch (AssertionError notYet) {
                if (deadline.isOver()) {
                    throw notYet;
                }
            }
            pause(ASK_AGAIN);
        }
    }

    static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting", interrupted);
        }
    }
}
