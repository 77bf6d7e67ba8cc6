package org.stoa.bench.scenario;

import java.time.Duration;

/// How much a run takes.
public enum Size {
    /// Seconds; shows that results are right, not how fast they come.
    TINY(Duration.ofMillis(300), Duration.ofMillis(300), Duration.ofMillis(700)),
    /// What is compared between servers.
    COMPARE(Duration.ofSeconds(30), Duration.ofSeconds(5), Duration.ofSeconds(10)),
    /// All that the scenario can do: hours on a slow server.
    FULL(Duration.ofSeconds(30), Duration.ofSeconds(5), Duration.ofSeconds(15));

    private final Duration firstWarmUp;
    private final Duration warmUp;
    private final Duration measured;

    Size(Duration firstWarmUp, Duration warmUp, Duration measured) {
        this.firstWarmUp = firstWarmUp;
        this.warmUp = warmUp;
        this.measured = measured;
    }

    /// How long a new server warms up: what runs on a virtual machine is compiled while it works.
    Duration firstWarmUp() {
        return firstWarmUp;
    }

    /// How long a server warms up for another case.
    public Duration warmUp() {
        return warmUp;
    }

    /// How long a case is measured.
    public Duration measured() {
        return measured;
    }
}
