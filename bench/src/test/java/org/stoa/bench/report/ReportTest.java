package org.stoa.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportTest {
    @TempDir private Path folder = Path.of("");

    private static Row row(String server, int run, double cpu) {
        return new Row(
                server,
                "S1",
                "rooms=1",
                "send",
                run,
                Map.of(Figures.CPU, cpu, Figures.RATE, 1000 / cpu));
    }

    private static final List<Row> ROWS =
            List.of(
                    row("A", 1, 30),
                    row("B", 1, 500),
                    row("A", 2, 10),
                    row("B", 2, 700),
                    row("A", 3, 20));

    @Test
    void medians_ofSeveralRuns_areThoseInTheMiddleForEachServer() {
        List<Row> medians = Medians.of(ROWS);

        assertThat(medians).extracting(Row::server).containsExactly("A", "B");
        assertThat(medians.get(0).figure(Figures.CPU)).isEqualTo(20);
        assertThat(medians.get(1).figure(Figures.CPU)).isEqualTo(600);
    }

    @Test
    void report_hasTableLinesAndDrawing() throws IOException {
        new ComparisonReport(folder, "one").write(List.of("fact"), ROWS, List.of("S2 was wrong"));

        assertThat(Files.readString(folder.resolve("one.md")))
                .contains("- fact\n- **failed:** S2 was wrong\n")
                .contains("| rooms=1 | A | 20.0 | 50.0 send |")
                .contains("| rooms=1 | B | 600 |")
                .contains("![Server CPU](one-S1.svg)");
        assertThat(Files.readAllLines(folder.resolve("one.jsonl"))).hasSize(5);
        assertThat(Files.readString(folder.resolve("one-S1.svg")))
                .startsWith("<svg")
                .contains(">600<");
    }

    @Test
    void line_ofJson_hasEveryFigure() {
        Row row = new Row("A \"1\"", "S1", "", "send", 2, Map.of("p50_ms", 1.23456));

        assertThat(JsonLines.line(row))
                .isEqualTo(
                        """
                        {"server":"A \\"1\\"","scenario":"S1","setting":"","unit":"send","run":2,"p50_ms":1.235}""");
    }
}
