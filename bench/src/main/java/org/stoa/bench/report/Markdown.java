package org.stoa.bench.report;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Rows as tables of Markdown, one for each scenario.
public final class Markdown {
    private static final String HEAD =
            """
            | setting | server | server CPU, µs each | each second | p50 ms | p90 ms | p99 ms | max ms | resident MB | \
            disk MB | written B each | driver CPU, µs each | others, % of a core | also |
            |---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|
            """;

    private static final double MEGA = 1e6;

    private Markdown() {}

    /// Tables of rows, in their order.
    ///
    /// @param titles of the scenarios, by their short names
    public static String tables(Collection<Row> rows, Map<String, String> titles) {
        Map<String, List<Row>> scenarios =
                rows.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Row::scenario, LinkedHashMap::new, Collectors.toList()));
        StringBuilder text = new StringBuilder();
        scenarios.forEach(
                (scenario, own) ->
                        text.append("\n## ")
                                .append(scenario)
                                .append(", ")
                                .append(titles.getOrDefault(scenario, ""))
                                .append("\n\n")
                                .append(table(own)));
        return text.toString();
    }

    private static String table(List<Row> rows) {
        Map<String, List<Row>> settings =
                rows.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Row::setting, LinkedHashMap::new, Collectors.toList()));
        StringBuilder text = new StringBuilder(HEAD);
        settings.values().forEach(own -> own.forEach(row -> text.append(line(row))));
        return text.toString();
    }

    private static String line(Row row) {
        return String.join(
                        " | ",
                        "| " + row.setting(),
                        row.server(),
                        figure(row, Figures.CPU, 1),
                        number(row.figure(Figures.RATE)) + " " + row.unit(),
                        figure(row, Figures.P50, 1),
                        figure(row, Figures.P90, 1),
                        figure(row, Figures.P99, 1),
                        figure(row, Figures.MAX, 1),
                        figure(row, Figures.RESIDENT, MEGA),
                        figure(row, Figures.DISK, MEGA),
                        figure(row, Figures.WRITTEN, 1),
                        number(row.figure(Figures.DRIVER)),
                        figure(row, Figures.OTHERS, 1),
                        special(row))
                + " |\n";
    }

    /// Empty if it was not measured.
    private static String figure(Row row, String name, double unit) {
        return row.figures().containsKey(name) ? number(row.figure(name) / unit) : "";
    }

    private static String special(Row row) {
        return row.special().entrySet().stream()
                .map(figure -> number(figure.getValue()) + " " + figure.getKey())
                .collect(Collectors.joining("; "));
    }

    /// Three digits where there are so many.
    static String number(double value) {
        double size = Math.abs(value);
        if (size >= 100) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, size >= 10 ? "%.1f" : "%.2f", value);
    }
}
