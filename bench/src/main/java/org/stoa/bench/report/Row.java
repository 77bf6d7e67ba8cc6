package org.stoa.bench.report;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.stoa.bench.scenario.Measurement;

/// The figures of one measurement of one server: what tables and JSON lines are made of.
///
/// @param server name in tables
/// @param scenario its short name
/// @param setting the parameters
/// @param unit what an operation is
/// @param run which repetition, from 1; 0 for the median of several
/// @param figures by name; the names are the constants of [Figures] and those of single scenarios
public record Row(
        String server,
        String scenario,
        String setting,
        String unit,
        int run,
        Map<String, Double> figures) {
    public Row {
        figures = new LinkedHashMap<>(figures);
    }

    /// From a measurement.
    public static Row of(
            String server, String scenario, String name, int run, Measurement measurement) {
        String setting = (name + " " + measurement.variant()).trim();
        return new Row(server, scenario, setting, measurement.unit(), run, Figures.of(measurement));
    }

    /// A figure; 0 if this row has none of that name.
    public double figure(String name) {
        return figures.getOrDefault(name, 0.0);
    }

    /// The figures that only this scenario has, by name.
    public Map<String, Double> special() {
        Map<String, Double> special = new TreeMap<>(figures);
        special.keySet().removeAll(Figures.ALL);
        return special;
    }
}
