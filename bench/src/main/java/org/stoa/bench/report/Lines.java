package org.stoa.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Rows for a person at a terminal. What was not measured is not there.
public final class Lines {
    private static final double MEGA = 1e6;

    private Lines() {}

    /// One row, on some lines.
    public static String line(Row row) {
        StringBuilder text = new StringBuilder();
        text.append(row.scenario()).append(' ').append(row.setting());
        text.append(" (").append(row.server()).append(")\n    ");
        text.append(speed(row)).append("\n    ").append(size(row));
        for (Map.Entry<String, Double> figure : row.special().entrySet()) {
            text.append("\n    ").append(Markdown.number(figure.getValue())).append(' ');
            text.append(figure.getKey());
        }
        return text.toString();
    }

    private static String speed(Row row) {
        List<String> parts = new ArrayList<>();
        parts.add(number(row, Figures.RATE, 1) + " " + row.unit() + "/s");
        if (has(row, Figures.CPU)) {
            parts.add("server CPU " + number(row, Figures.CPU, 1) + " µs each");
        }
        parts.add("driver CPU " + number(row, Figures.DRIVER, 1) + " µs each");
        if (has(row, Figures.OTHERS)) {
            parts.add("others " + number(row, Figures.OTHERS, 1) + " % of a core");
        }
        String text = String.join(", ", parts);
        return !has(row, Figures.P50)
                ? text
                : text
                        + String.format(
                                Locale.ROOT,
                                "; p50 %s, p90 %s, p99 %s, max %s ms",
                                number(row, Figures.P50, 1),
                                number(row, Figures.P90, 1),
                                number(row, Figures.P99, 1),
                                number(row, Figures.MAX, 1));
    }

    private static String size(Row row) {
        List<String> parts = new ArrayList<>();
        if (has(row, Figures.RESIDENT)) {
            parts.add("resident " + number(row, Figures.RESIDENT, MEGA) + " MB");
        }
        if (has(row, Figures.DISK)) {
            parts.add("disk " + number(row, Figures.DISK, MEGA) + " MB");
        }
        if (has(row, Figures.WRITTEN)) {
            parts.add("written " + number(row, Figures.WRITTEN, 1) + " B each");
        }
        String text = number(row, Figures.OPERATIONS, 1) + " in " + number(row, Figures.SECONDS, 1);
        return parts.isEmpty() ? text + " s" : text + " s; " + String.join(", ", parts);
    }

    private static boolean has(Row row, String name) {
        return row.figures().containsKey(name);
    }

    private static String number(Row row, String name, double unit) {
        return Markdown.number(row.figure(name) / unit);
    }
}
