package org.stoa.bench.report;

import java.util.Locale;
import java.util.Map;

/// Rows for a person at a terminal.
public final class Lines {
    private Lines() {}

    /// One row, on two lines or three.
    public static String line(Row row) {
        StringBuilder text = new StringBuilder();
        text.append(row.scenario()).append(' ').append(row.setting()).append(" (");
        text.append(row.server()).append(")\n    ");
        text.append(
                String.format(
                        Locale.ROOT,
                        "%s %s/s, server CPU %s µs each, driver CPU %s µs each",
                        Markdown.number(row.figure(Figures.RATE)),
                        row.unit(),
                        Markdown.number(row.figure(Figures.CPU)),
                        Markdown.number(row.figure(Figures.DRIVER))));
        if (row.figures().containsKey(Figures.P50)) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            "; p50 %s, p90 %s, p99 %s, max %s ms",
                            Markdown.number(row.figure(Figures.P50)),
                            Markdown.number(row.figure(Figures.P90)),
                            Markdown.number(row.figure(Figures.P99)),
                            Markdown.number(row.figure(Figures.MAX))));
        }
        text.append(
                String.format(
                        Locale.ROOT,
                        "%n    %s in %s s; resident %s MB, disk %s MB, written %s B each",
                        Markdown.number(row.figure(Figures.OPERATIONS)),
                        Markdown.number(row.figure(Figures.SECONDS)),
                        Markdown.number(row.figure(Figures.RESIDENT) / 1e6),
                        Markdown.number(row.figure(Figures.DISK) / 1e6),
                        Markdown.number(row.figure(Figures.WRITTEN))));
        for (Map.Entry<String, Double> figure : row.special().entrySet()) {
            text.append("\n    ").append(Markdown.number(figure.getValue())).append(' ');
            text.append(figure.getKey());
        }
        return text.toString();
    }
}
