package org.stoa.bench.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Medians of repeated runs.
public final class Medians {
    private Medians() {}

    private record Key(String server, String scenario, String setting, String unit) {}

    /// One row for each server and setting, in the order in which they first appear; each figure is the median of the runs
    /// that have it, so the figures of a row may come from different runs. A row of fewer runs than others says so.
    public static List<Row> of(Collection<Row> rows) {
        Map<Key, List<Row>> groups = new LinkedHashMap<>();
        for (Row row : rows) {
            Key key = new Key(row.server(), row.scenario(), row.setting(), row.unit());
            groups.computeIfAbsent(key, _ -> new ArrayList<>()).add(row);
        }
        int most = rows.stream().mapToInt(Row::run).max().orElse(0);
        return groups.values().stream().map(runs -> median(runs, most)).toList();
    }

    private static Row median(List<Row> runs, int most) {
        Row first = runs.getFirst();
        Map<String, Double> figures = new LinkedHashMap<>();
        Set<String> names = new LinkedHashSet<>();
        // Some have figures that the first has not, like operations that never began.
        runs.forEach(run -> names.addAll(run.figures().keySet()));
        for (String name : names) {
            figures.put(
                    name,
                    median(
                            runs.stream()
                                    .filter(run -> run.figures().containsKey(name))
                                    .mapToDouble(run -> run.figure(name))
                                    .toArray()));
        }
        if (runs.size() < most) {
            figures.put("runs of " + most, (double) runs.size());
        }
        return new Row(first.server(), first.scenario(), first.setting(), first.unit(), 0, figures);
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
