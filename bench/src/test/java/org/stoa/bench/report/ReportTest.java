package org.stoa.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoa.bench.measure.Cost;
import org.stoa.bench.measure.Latencies;
import org.stoa.bench.scenario.Measurement;

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
    void medians_ofRunsThatDiffer_haveWhatAnyOfThemHasAndSayHowMany() {
        Row all = new Row("A", "S1", "open", "send", 1, Map.of(Figures.CPU, 10.0));
        Row late = new Row("A", "S1", "open", "send", 2, Map.of(Figures.CPU, 30.0, "late", 7.0));

        List<Row> medians = Medians.of(List.of(all, late, row("A", 3, 1)));

        assertThat(medians.getFirst().figures())
                .isEqualTo(Map.of(Figures.CPU, 20.0, "late", 7.0, "runs of 3", 2.0));
    }

    private static Row fourSends(Cost cost) {
        return Row.of(
                "A",
                "S1",
                "rooms=1",
                1,
                new Measurement("", 4, "send", cost, new Latencies(), Map.of()));
    }

    @Test
    void figures_ofAServerThatIsNotMeasured_areNotThere() {
        Cost cost = new Cost(2, 0, 3_000, 9_000, 0, 0, 0, 0);
        Row row = fourSends(cost);

        assertThat(row.figures())
                .isEqualTo(
                        Map.of(
                                Figures.RATE, 2.0,
                                Figures.DRIVER, 750.0,
                                Figures.OPERATIONS, 4.0,
                                Figures.SECONDS, 2.0));
        assertThat(Lines.line(row))
                .isEqualTo(
                        "S1 rooms=1 (A)\n    2.00 send/s, driver CPU 750 µs each\n    4.00 in 2.00 s");
        assertThat(Markdown.tables(List.of(row), Map.of()))
                .endsWith("| rooms=1 | A |  | 2.00 send |  |  |  |  |  |  |  | 750 |  |  |\n");
    }

    @Test
    void figures_ofAServerThatIsMeasured_sayWhatElseRan() {
        Cost cost = new Cost(2, 100_000, 300_000, 900_000, 4096, 0, 0, 0);
        Row row = fourSends(cost);

        assertThat(row.figure(Figures.OTHERS)).isEqualTo(25);
        assertThat(row.figure(Figures.CPU)).isEqualTo(25_000);
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
