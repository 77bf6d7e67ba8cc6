package org.stoa.conformance.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The results that a server is known to have. A file of lines `test`, `fail`, `skip` or `unstable`, and the reason, with tabs
/// between; a test that it does not name has to pass, an unstable one passes or fails. Lines that begin with `#` are comments.
final class Baseline {
    private static final String UNEXPLAINED = "to be explained";
    private static final String PASS = "pass";
    private static final String UNSTABLE = "unstable";

    private final List<String> comments;
    private final Map<String, Line> lines;

    /// What is known of a test.
    ///
    /// @param kind the word of an outcome, or `unstable`
    private record Line(String kind, String reason) {
        boolean accepts(Outcome outcome) {
            return kind.equals(UNSTABLE) ? outcome != Outcome.SKIP : kind.equals(outcome.word());
        }
    }

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
                if (cells.length != 3 || !cells[1].matches("fail|skip|unstable")) {
                    throw new IOException(
                            file
                                    + ": expected test, fail or skip or unstable, reason; found: "
                                    + line);
                }
                lines.put(cells[0], new Line(cells[1], cells[2]));
            }
        }
        return new Baseline(comments, lines);
    }

    /// Whether a result is as known.
    boolean accepts(Result result) {
        return line(result.test()).accepts(result.outcome());
    }

    /// What is known of a test: the word of an outcome, or `unstable`.
    String expected(String test) {
        return line(test).kind();
    }

    /// The tests that may pass and may fail.
    List<String> unstable() {
        return lines.keySet().stream().filter(test -> expected(test).equals(UNSTABLE)).toList();
    }

    private Line line(String test) {
        return lines.getOrDefault(test, new Line(PASS, ""));
    }

    /// Why a test is known not to pass; empty if it is known to pass.
    String reason(String test) {
        return line(test).reason();
    }

    /// The results that are not as known.
    List<Result> differences(Collection<Result> results) {
        return results.stream().filter(result -> !accepts(result)).toList();
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
            Line known = line(result.test());
            if (known.accepts(result.outcome()) && !known.kind().equals(PASS)) {
                next.put(result.test(), known);
            } else if (result.outcome() != Outcome.PASS) {
                next.put(result.test(), new Line(result.outcome().word(), UNEXPLAINED));
            }
        }
        return new Baseline(comments, next);
    }

    void write(Path file) throws IOException {
        List<String> text = new ArrayList<>(comments);
        lines.forEach((test, line) -> text.add(test + "\t" + line.kind() + "\t" + line.reason()));
        Files.write(file, text);
    }
}
