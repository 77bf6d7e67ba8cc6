package org.stoa.conformance.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The results that a server is known to have. A file of lines `test`, `fail` or `skip`, and the reason, with tabs between;
/// a test that it does not name has to pass. Lines that begin with `#` are comments.
final class Baseline {
    private static final String UNEXPLAINED = "to be explained";

    private final List<String> comments;
    private final Map<String, Line> lines;

    private record Line(Outcome outcome, String reason) {}

    private Baseline(List<String> comments, Map<String, Line> lines) {
        this.comments = List.copyOf(comments);
        this.lines = new TreeMap<>(lines);
    }

    /// A baseline by which every test passes.
    static Baseline empty() {
        return new Baseline(List.of(), Map.of());
    }

    /// Reads a file.
    ///
    /// @throws IOException also when a line is not as it should be
    static Baseline read(Path file) throws IOException {
        List<String> comments = new ArrayList<>();
        Map<String, Line> lines = new TreeMap<>();
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith("#")) {
                comments.add(line);
            } else if (!line.isBlank()) {
                String[] cells = line.split("\t", -1);
                if (cells.length != 3 || !cells[1].matches("fail|skip")) {
                    throw new IOException(
                            file + ": expected test, fail or skip, reason; found: " + line);
                }
                lines.put(cells[0], new Line(Outcome.of(cells[1]), cells[2]));
            }
        }
        return new Baseline(comments, lines);
    }

    /// What is known of a test.
    Outcome expected(String test) {
        Line line = lines.get(test);
        return line == null ? Outcome.PASS : line.outcome();
    }

    /// Why a test is known not to pass; empty if it is known to pass.
    String reason(String test) {
        Line line = lines.get(test);
        return line == null ? "" : line.reason();
    }

    /// The results that are not as known.
    List<Result> differences(Collection<Result> results) {
        return results.stream()
                .filter(result -> result.outcome() != expected(result.test()))
                .toList();
    }

    /// The tests that this names and that have no result.
    List<String> missing(Collection<Result> results) {
        List<String> ran = results.stream().map(Result::test).toList();
        return lines.keySet().stream().filter(test -> !ran.contains(test)).toList();
    }

    /// A baseline with these results. Reasons stay where the outcome is the same; tests without a result stay when not all ran.
    Baseline with(Collection<Result> results, boolean all) {
        Map<String, Line> next = all ? new TreeMap<>() : new TreeMap<>(lines);
        for (Result result : results) {
            next.remove(result.test());
            if (result.outcome() != Outcome.PASS) {
                boolean same = result.outcome() == expected(result.test());
                String reason = same ? reason(result.test()) : UNEXPLAINED;
                next.put(result.test(), new Line(result.outcome(), reason));
            }
        }
        return new Baseline(comments, next);
    }

    void write(Path file) throws IOException {
        List<String> text = new ArrayList<>(comments);
        lines.forEach(
                (test, line) ->
                        text.add(test + "\t" + line.outcome().word() + "\t" + line.reason()));
        Files.write(file, text);
    }
}
