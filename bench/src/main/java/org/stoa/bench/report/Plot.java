package org.stoa.bench.report;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// A drawing (SVG) of one figure: bars for each setting and server, on a logarithmic scale, since servers differ by orders of
/// magnitude.
public final class Plot {
    private static final int WIDTH = 900;
    private static final int LABELS = 260;
    private static final int BAR = 16;
    private static final int LINE = 22;
    private static final int TOP = 40;
    private static final List<String> COLOURS =
            List.of("#1b6ca8", "#7fb3d5", "#b5541c", "#e8a87c", "#4c7a34", "#a8c68f");

    private Plot() {}

    /// Draws a figure of rows that have it.
    public static String bars(String title, Collection<Row> rows, String figure) {
        Map<String, List<Row>> settings =
                rows.stream()
                        .filter(row -> row.figure(figure) > 0)
                        .collect(
                                Collectors.groupingBy(
                                        Row::setting, LinkedHashMap::new, Collectors.toList()));
        List<String> servers = rows.stream().map(Row::server).distinct().toList();
        double max = rows.stream().mapToDouble(row -> row.figure(figure)).max().orElse(1);
        double min =
                rows.stream()
                        .mapToDouble(row -> row.figure(figure))
                        .filter(value -> value > 0)
                        .min()
                        .orElse(1);
        StringBuilder body = new StringBuilder();
        int y = TOP;
        for (Map.Entry<String, List<Row>> setting : settings.entrySet()) {
            body.append(text(8, y + 14, "bold", setting.getKey()));
            y += LINE;
            for (Row row : setting.getValue()) {
                String colour = COLOURS.get(servers.indexOf(row.server()) % COLOURS.size());
                body.append(bar(y, row, figure, length(row.figure(figure), min, max), colour));
                y += LINE;
            }
        }
        return """
               <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="12">
               <rect width="100%%" height="100%%" fill="white"/>
               %s%s</svg>
               """
                .formatted(WIDTH, y + 10, text(8, 22, "bold", title), body);
    }

    /// A decade more to the left than the smallest, so that its bar can be seen.
    private static double length(double value, double min, double max) {
        double low = Math.log10(min) - 1;
        double room = WIDTH - LABELS - 120;
        return room * (Math.log10(value) - low) / (Math.log10(max) - low);
    }

    private static String bar(int y, Row row, String figure, double length, String colour) {
        return text(20, y + 12, "normal", row.server())
                + String.format(
                        Locale.ROOT,
                        "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>\n",
                        LABELS,
                        y,
                        length,
                        BAR,
                        colour)
                + text(
                        (int) (LABELS + length + 6),
                        y + 12,
                        "normal",
                        Markdown.number(row.figure(figure)));
    }

    private static String text(int x, int y, String weight, String text) {
        String escaped = text.replace("&", "&amp;").replace("<", "&lt;");
        return "<text x=\"%d\" y=\"%d\" font-weight=\"%s\">%s</text>\n"
                .formatted(x, y, weight, escaped);
    }
}
