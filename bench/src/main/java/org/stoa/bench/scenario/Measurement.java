package org.stoa.bench.scenario;

import java.util.LinkedHashMap;
import java.util.Map;
import org.stoa.bench.load.Load;
import org.stoa.bench.measure.Cost;
import org.stoa.bench.measure.Latencies;

/// What a case measured.
///
/// @param variant what was measured, when a case measures several things; empty otherwise
/// @param operations how many
/// @param unit what an operation is: `send`, `delivery`
/// @param latencies of the operations; none when they have no meaning
/// @param more figures of this scenario alone, by a name with its unit
public record Measurement(
        String variant,
        long operations,
        String unit,
        Cost cost,
        Latencies latencies,
        Map<String, Double> more) {
    public Measurement {
        more = new LinkedHashMap<>(more);
    }

    /// Of a loop.
    static Measurement of(Load.Measured measured, String unit) {
        return of(measured, unit, Map.of());
    }

    /// Of a loop, with more figures.
    static Measurement of(Load.Measured measured, String unit, Map<String, Double> more) {
        Map<String, Double> all = new LinkedHashMap<>(more);
        if (measured.missed() > 0) {
            all.put("operations never begun", (double) measured.missed());
        }
        return new Measurement(
                "", measured.operations(), unit, measured.cost(), measured.latencies(), all);
    }

    /// The same with a name for what was measured.
    Measurement named(String name) {
        return new Measurement(name, operations, unit, cost, latencies, more);
    }

    /// Of something that was no loop.
    static Measurement of(
            String variant, long operations, String unit, Cost cost, Latencies latencies) {
        return new Measurement(variant, operations, unit, cost, latencies, Map.of());
    }

    /// Operations a second.
    public double perSecond() {
        return operations / cost.seconds();
    }

    /// Processor time of the server for each operation, in microseconds: the main figure.
    public double cpuMicros() {
        return operations == 0 ? 0 : (double) cost.cpuMicros() / operations;
    }

    /// Processor time of the driver for each operation, in microseconds.
    public double driverCpuMicros() {
        return operations == 0 ? 0 : (double) cost.driverCpuMicros() / operations;
    }
}
