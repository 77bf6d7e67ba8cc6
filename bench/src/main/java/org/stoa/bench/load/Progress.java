package org.stoa.bench.load;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/// Tells a person on standard error what is going on: a line for each phase, and every few seconds how far it is.
/// Safe for use by many threads.
public final class Progress implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final PrintWriter out;
    private final AtomicLong done = new AtomicLong();
    private final Thread ticker;
    private volatile String what = "";
    private volatile String phase = "";
    private volatile long began = System.nanoTime();

    public Progress(PrintWriter out) {
        this.out = out;
        ticker = Thread.ofVirtual().name("progress").start(this::tick);
    }

    /// Begins something with a name.
    public void begin(String name) {
        what = name;
    }

    /// Begins a phase of it.
    public void phase(String name) {
        phase = name;
        began = System.nanoTime();
        done.set(0);
        out.println("  " + what + ": " + name);
        out.flush();
    }

    /// Counts what is done in this phase.
    public AtomicLong counter() {
        return done;
    }

    private void tick() {
        try {
            while (true) {
                Thread.sleep(EVERY);
                double seconds = (System.nanoTime() - began) / 1e9;
                if (!phase.isEmpty() && seconds > EVERY.toSeconds()) {
                    out.printf(
                            Locale.ROOT,
                            "  %s: %s, %,d done in %.0f s%n",
                            what,
                            phase,
                            done.get(),
                            seconds);
                    out.flush();
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        ticker.interrupt();
    }
}
