package org.stoa.bench.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.stoa.bench.measure.Cost;
import org.stoa.bench.scenario.Measurement;

/// Names of the figures of measurements: the members of the JSON lines. What could not be measured is left out, since 0 would
/// be a result.
public final class Figures {
    public static final String CPU = "server_cpu_us_per_operation";
    public static final String RATE = "operations_per_second";
    public static final String P50 = "p50_ms";
    public static final String P90 = "p90_ms";
    public static final String P99 = "p99_ms";
    public static final String MAX = "max_ms";
    public static final String RESIDENT = "resident_bytes";
    public static final String DISK = "disk_bytes";
    public static final String READ = "read_bytes_per_operation";
    public static final String WRITTEN = "written_bytes_per_operation";
    public static final String DRIVER = "driver_cpu_us_per_operation";
    public static final String OTHERS = "other_cpu_percent_of_a_core";
    public static final String OPERATIONS = "operations";
    public static final String SECONDS = "seconds";

    /// All of them.
    public static final List<String> ALL =
            List.of(
                    CPU,
                    RATE,
                    P50,
                    P90,
                    P99,
                    MAX,
                    RESIDENT,
                    DISK,
                    READ,
                    WRITTEN,
                    DRIVER,
                    OTHERS,
                    OPERATIONS,
                    SECONDS);

    private static final double MICROS_PER_PERCENT = 1e4;

    private Figures() {}

    static Map<String, Double> of(Measurement measurement) {
        Cost cost = measurement.cost();
        double operations = Math.max(measurement.operations(), 1);
        Map<String, Double> figures = new LinkedHashMap<>();
        if (cost.isOfServer()) {
            figures.put(CPU, measurement.cpuMicros());
        }
        figures.put(RATE, measurement.perSecond());
        if (measurement.latencies().count() > 0) {
            figures.put(P50, measurement.latencies().millis(0.5));
            figures.put(P90, measurement.latencies().millis(0.9));
            figures.put(P99, measurement.latencies().millis(0.99));
            figures.put(MAX, measurement.latencies().millis(1));
        }
        if (cost.isOfServer()) {
            figures.put(OTHERS, cost.otherCpuMicros() / cost.seconds() / MICROS_PER_PERCENT);
            figures.put(RESIDENT, (double) cost.residentBytes());
            figures.put(READ, cost.readBytes() / operations);
            figures.put(WRITTEN, cost.writtenBytes() / operations);
        }
        if (cost.diskBytes() > 0) {
            figures.put(DISK, (double) cost.diskBytes());
        }
        figures.put(DRIVER, measurement.driverCpuMicros());
        figures.put(OPERATIONS, (double) measurement.operations());
        figures.put(SECONDS, cost.seconds());
        figures.putAll(measurement.more());
        return figures;
    }
}
