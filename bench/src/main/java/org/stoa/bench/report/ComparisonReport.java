package org.stoa.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.stoa.bench.scenario.Scenario;
import org.stoa.bench.scenario.Scenarios;

/// The files of a comparison: `NAME.md` with medians, `NAME.jsonl` with every run, and a drawing for each scenario.
public final class ComparisonReport {
    private final Path folder;
    private final String name;

    public ComparisonReport(Path folder, String name) {
        this.folder = folder;
        this.name = name;
    }

    /// Writes all files over those that are there.
    ///
    /// @param facts about the machine, the servers and the command
    /// @param failures checks that failed; their figures are not among the rows
    public void write(List<String> facts, List<Row> rows, List<String> failures)
            throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve(name + ".jsonl"), rows.stream().map(JsonLines::line).toList());
        List<Row> medians = Medians.of(rows);
        Map<String, String> titles =
                Scenarios.ALL.stream().collect(Collectors.toMap(Scenario::id, Scenario::title));
        StringBuilder page = new StringBuilder("# Comparison\n\n");
        facts.forEach(fact -> page.append("- ").append(fact).append('\n'));
        failures.forEach(failure -> page.append("- **failed:** ").append(failure).append('\n'));
        page.append(Markdown.tables(medians, titles));
        for (String drawing : draw(medians, titles)) {
            page.append("\n![Server CPU](").append(drawing).append(")\n");
        }
        Files.writeString(folder.resolve(name + ".md"), page);
    }

    private List<String> draw(List<Row> medians, Map<String, String> titles) throws IOException {
        List<String> drawn = new ArrayList<>();
        for (String scenario : medians.stream().map(Row::scenario).distinct().toList()) {
            List<Row> own =
                    medians.stream()
                            .filter(row -> row.scenario().equals(scenario))
                            .filter(row -> row.figure(Figures.CPU) > 0)
                            .toList();
            if (!own.isEmpty()) {
                String title =
                        "%s, %s: server CPU in µs for each operation, less is better"
                                .formatted(scenario, titles.getOrDefault(scenario, ""));
                String file = name + "-" + scenario + ".svg";
                Files.writeString(folder.resolve(file), Plot.bars(title, own, Figures.CPU));
                drawn.add(file);
            }
        }
        return drawn;
    }
}
