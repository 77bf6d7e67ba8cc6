package org.stoa.conformance.runner;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.stoa.conformance.shape.ShapeLog;
import picocli.CommandLine.Option;

/// Which tests a command runs, and what is known of their results.
public final class TestRun {
    @Option(
            names = "--only",
            paramLabel = "PATTERN",
            description = "Only tests with this in their name (Class.method); * is anything.")
    private @Nullable String only;

    @Option(
            names = "--baseline",
            paramLabel = "FILE",
            description = "The results that are known. Without one, every test has to pass.")
    private @Nullable Path baseline;

    @Option(
            names = "--rewrite",
            description = "Write the results into the baseline. New lines need a reason from you.")
    private boolean rewrite;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "6",
            description = "How many tests run at a time (${DEFAULT-VALUE}).")
    private int threads = 6;

    /// Runs the tests of a package, and tells about their results; the last line sums up.
    ///
    /// @param subject what they are about, by its class
    /// @param shapes becomes results too, in the end
    /// @return the exit code: 0 when every result is as the baseline says
    public int run(String tests, Map<Class<?>, Object> subject, ShapeLog shapes, PrintWriter out)
            throws IOException {
        Baseline known = known();
        Report report = new Report(known, out);
        new Suite(tests, this::isWanted, threads).run(subject, report::add);
        report.addShapes(shapes);
        if (report.results().isEmpty()) {
            report.say("no test ran");
            report.say(report.sum());
            return 1;
        }
        if (rewrite && baseline != null) {
            known.with(report.results(), only == null).write(baseline);
        }
        boolean asKnown = compare(report, known);
        report.say(report.sum());
        return asKnown ? 0 : 1;
    }

    private Baseline known() throws IOException {
        if (rewrite && baseline == null) {
            throw new IOException("--rewrite needs --baseline");
        }
        return baseline == null || (rewrite && !Files.exists(baseline))
                ? Baseline.empty()
                : Baseline.read(baseline);
    }

    private boolean isWanted(String test) {
        String text = only == null ? "" : only.toLowerCase(Locale.ROOT);
        List<String> parts = List.of(text.split("\\*", -1));
        return Pattern.compile(String.join(".*", parts.stream().map(Pattern::quote).toList()))
                .matcher(test.toLowerCase(Locale.ROOT))
                .find();
    }

    private boolean compare(Report report, Baseline known) {
        List<Result> differences = known.differences(report.results());
        if (!differences.isEmpty()) {
            report.say("not as the baseline says:");
            differences.forEach(
                    result -> report.say("  " + result.outcome().word() + "  " + result.test()));
        }
        List<String> missing = only == null ? known.missing(report.results()) : List.of();
        missing.forEach(test -> report.say("in the baseline, but no test: " + test));
        return differences.isEmpty() && missing.isEmpty();
    }
}
