package org.stoa.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.stoa.bench.measure.Cost;
import org.stoa.bench.measure.Latencies;
import org.stoa.bench.measure.Meter;

/// Runs an operation over and over by many workers: a warm-up that does not count, then the measurement.
public final class Load {
    /// A worker of an open loop that is behind goes on for this many times the measured time, then gives up.
    private static final int PATIENCE = 2;

    private final Meter meter;
    private final Progress progress;
    private final long seed;

    public Load(Meter meter, Progress progress, long seed) {
        this.meter = meter;
        this.progress = progress;
        this.seed = seed;
    }

    /// What was measured.
    ///
    /// @param latencies from when an operation was meant to begin
    /// @param missed operations of an open loop that could not begin in time at all
    public record Measured(long operations, Latencies latencies, long missed, Cost cost) {}

    private record Share(Latencies latencies, long missed) {}

    /// Warms up and measures.
    public Measured run(int workers, Pace pace, Workers.Action operation)
            throws IOException, InterruptedException {
        progress.phase("warming up");
        phase(workers, pace, pace.warmUp(), operation, seed + 1);
        progress.phase("measuring");
        meter.start();
        Share total = phase(workers, pace, pace.measured(), operation, seed);
        Cost cost = meter.stop();
        return new Measured(total.latencies().count(), total.latencies(), total.missed(), cost);
    }

    private Share phase(
            int workers, Pace pace, Duration length, Workers.Action operation, long phaseSeed)
            throws IOException, InterruptedException {
        AtomicLong done = progress.counter();
        long start = System.nanoTime();
        long end = start + length.toNanos();
        var shares =
                Workers.all(
                        workers,
                        worker ->
                                pace.isOpen()
                                        ? open(
                                                worker,
                                                new Schedule(
                                                        start,
                                                        pace.perSecond(),
                                                        workers,
                                                        worker,
                                                        phaseSeed),
                                                start,
                                                end,
                                                operation,
                                                done)
                                        : closed(worker, end, operation, done));
        Latencies latencies = new Latencies();
        long missed = 0;
        for (Share share : shares) {
            latencies.add(share.latencies());
            missed += share.missed();
        }
        return new Share(latencies, missed);
    }

    private static Share closed(int worker, long end, Workers.Action operation, AtomicLong done)
            throws IOException, InterruptedException {
        Latencies latencies = new Latencies();
        for (long now = System.nanoTime(); now < end; ) {
            operation.run(worker);
            long after = System.nanoTime();
            latencies.add(after - now);
            now = after;
            done.incrementAndGet();
        }
        return new Share(latencies, 0);
    }

    private static Share open(
            int worker,
            Schedule schedule,
            long start,
            long end,
            Workers.Action operation,
            AtomicLong done)
            throws IOException, InterruptedException {
        Latencies latencies = new Latencies();
        long givingUp = start + PATIENCE * (end - start);
        long missed = 0;
        for (long intended = schedule.next(); intended < end; intended = schedule.next()) {
            if (System.nanoTime() > givingUp) {
                missed++;
                continue;
            }
            waitUntil(intended);
            operation.run(worker);
            latencies.add(System.nanoTime() - intended);
            done.incrementAndGet();
        }
        return new Share(latencies, missed);
    }

    /// Waits until that moment of [System#nanoTime].
    public static void waitUntil(long moment) throws InterruptedException {
        for (long left = moment - System.nanoTime(); left > 0; left = moment - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }
}
