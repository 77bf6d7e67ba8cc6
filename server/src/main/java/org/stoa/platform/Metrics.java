package org.stoa.platform;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/// Counters, timers and gauges, and their text for Prometheus. Thread-safe.
///
/// Names are `stoa.part.what`, which Prometheus sees as `stoa_part_what`; tags have few values, never an id of a user,
/// room or event.
public final class Metrics {
    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /// Returns the registry, for libraries that bind themselves to one.
    public MeterRegistry registry() {
        return registry;
    }

    /// Adds the meters of the virtual machine and the process.
    public void bindMachine() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    /// Returns the counter with a name and tags (`name, value, name, value`), made when it is new.
    public Counter counter(String name, String... tags) {
        return registry.counter(name, tags);
    }

    /// Returns the timer with a name and tags, made when it is new.
    public Timer timer(String name, String... tags) {
        return registry.timer(name, tags);
    }

    /// Returns the timer with a name, which also counts how many took at most each of these times; made when it is new.
    public Timer histogram(String name, Duration... atMost) {
        return Timer.builder(name).serviceLevelObjectives(atMost).register(registry);
    }

    /// Returns what sums up numbers under a name, made when it is new.
    public DistributionSummary summary(String name) {
        return registry.summary(name);
    }

    /// Shows a value that is asked for whenever somebody looks, such as the length of a queue or the lag of a follower.
    public void gauge(String name, DoubleSupplier value, String... tags) {
        Gauge.builder(name, value::getAsDouble).tags(Tags.of(tags)).register(registry);
    }

    /// Returns all meters in the text format of Prometheus.
    public String scrape() {
        return registry.scrape();
    }
}
