package org.stoa.conformance.runner;

import java.io.PrintWriter;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.stoa.conformance.shape.ShapeLog;

/// Collects the results of a run and tells about them: those that are not as known at once, the sums in the end. Safe for use by
/// several threads.
final class Report {
    /// The tests between two lines of progress.
    private static final int STEP = 50;

    private final Baseline baseline;
    private final PrintWriter out;
    private final Map<String, Result> results = new ConcurrentSkipListMap<>();
    private final AtomicInteger ended = new AtomicInteger();

    Report(Baseline baseline, PrintWriter out) {
        this.baseline = baseline;
        this.out = out;
    }

    void add(Result result) {
        results.put(result.test(), result);
        if (!baseline.accepts(result)) {
            tell(result);
        }
        int count = ended.incrementAndGet();
        if (count % STEP == 0) {
            say("... " + count + " tests");
        }
    }

    /// Adds a result for each operation that was asked: whether all its answers had the specification's shape.
    void addShapes(ShapeLog shapes) {
        shapes.results().forEach((operation, mismatch) -> add(shape(operation, mismatch)));
    }

    private static Result shape(String operation, Optional<String> mismatch) {
        return new Result(
                "Answers." + operation,
                "",
                mismatch.isPresent() ? Outcome.FAIL : Outcome.PASS,
                mismatch.orElse(""));
    }

    private void tell(Result result) {
        StringBuilder text =
                new StringBuilder(result.outcome().name()).append(' ').append(result.test());
        text.append("\n  the baseline says ").append(baseline.expected(result.test()));
        String reason = baseline.reason(result.test());
        if (!reason.isEmpty()) {
            text.append(": ").append(reason);
        }
        if (!result.section().isEmpty()) {
            text.append("\n  ").append(result.section());
        }
        if (!result.why().isEmpty()) {
            text.append("\n  ").append(result.why().replace("\n", "\n  "));
        }
        say(text.append('\n').toString());
    }

    void say(String line) {
        synchronized (out) {
            out.println(line);
            out.flush();
        }
    }

    Collection<Result> results() {
        return results.values();
    }

    /// The line that sums up: `N passed, N failed, N skipped`.
    String sum() {
        return count(Outcome.PASS)
                + " passed, "
                + count(Outcome.FAIL)
                + " failed, "
                + count(Outcome.SKIP)
                + " skipped";
    }

    private long count(Outcome outcome) {
        return results.values().stream().filter(result -> result.outcome() == outcome).count();
    }
}
