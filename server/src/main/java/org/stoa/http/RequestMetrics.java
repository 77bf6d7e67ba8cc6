package org.stoa.http;

import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.stoa.platform.Metrics;

/// Counts and times requests by method, route and status. What matched no route counts as one route, so that strangers
/// cannot make new series.
final class RequestMetrics {
    private final Metrics metrics;
    private final Map<Key, Timer> timers = new ConcurrentHashMap<>();

    RequestMetrics(Metrics metrics) {
        this.metrics = metrics;
    }

    void count(String method, String template, int status, long nanos) {
        timers.computeIfAbsent(new Key(known(method), template, status), this::timer)
                .record(Duration.ofNanos(nanos));
    }

    private Timer timer(Key key) {
        return metrics.timer(
                "stoa.http.requests",
                "method",
                key.method,
                "route",
                key.template,
                "status",
                Integer.toString(key.status));
    }

    private static String known(String method) {
        return switch (method) {
            case "GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD" -> method;
            default -> "other";
        };
    }

    private record Key(String method, String template, int status) {}
}
