package org.stoa.bench.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Medians of repeated runs.
public final class Medians {
    private Medians() {}

    private record Key(String server, String scenario, String setting, String unit) {}

    /// One row for each server and setting, in the order in which they first appear; each figure is the median of the runs
    /// that have it, so the figures of a row may come from different runs.
    public static List<Row> of(Collection<Row> rows) {
        Map<Key, List<Row>> groups = new LinkedHashMap<>();
        for (Row row : rows) {
            Key key = new Key(row.server(), row.scenario(), row.setting(), row.unit());
            groups.computeIfAbsent(key, _ -> new ArrayList<>()).add(row);
        }
        return groups.values().stream().map(Medians::median).toList();
    }

    private static Row median(List<Row> runs) {
        Row first = runs.getFirst();
        Map<String, Double> figures = new LinkedHashMap<>();
        for (String name : first.figures().keySet()) {
            figures.put(
                    name,
                    median(
                            runs.stream()
                                    .filter(run -> run.figures().containsKey(name))
                                    .mapToDouble(run -> run.figure(name))
                                    .toArray()));
        }
        return new Row(first.server(), first.scenario(), first.setting(), first.unit(), 0, figures);
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
