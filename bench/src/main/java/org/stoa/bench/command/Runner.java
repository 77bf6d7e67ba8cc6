package org.stoa.bench.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.stoa.bench.homeserver.Target;
import org.stoa.bench.http.CheckFailed;
import org.stoa.bench.http.Connection;
import org.stoa.bench.load.Progress;
import org.stoa.bench.report.Row;
import org.stoa.bench.scenario.Case;
import org.stoa.bench.scenario.Measurement;
import org.stoa.bench.scenario.Scenario;
import org.stoa.bench.scenario.Size;
import org.stoa.bench.scenario.Trial;

/// Runs scenarios and collects rows and failures.
final class Runner {
    private final Size size;
    private final long seed;
    private final Pattern only;
    private final Progress progress;
    private final List<Row> rows = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private final Map<String, String> versions = new HashMap<>();
    private int passed;
    private volatile boolean isEnding;

    /// @param only expression for a part of a case's name; an empty one for all cases
    Runner(Size size, long seed, Pattern only, Progress progress) {
        this.size = size;
        this.seed = seed;
        this.only = only;
        this.progress = progress;
        Runtime.getRuntime().addShutdownHook(new Thread(() -> isEnding = true, "ending"));
    }

    /// Runs the cases of one scenario; what goes wrong is a failure of that case, and the next one follows. Gives the new
    /// rows.
    ///
    /// Errors: when somebody ends the driver meanwhile, which ends its servers too and says nothing of them.
    List<Row> run(Scenario scenario, Server server, int run)
            throws IOException, InterruptedException {
        List<Case> cases =
                scenario.cases(size).stream()
                        .filter(one -> only.matcher(one.name()).find())
                        .toList();
        if (cases.isEmpty()) {
            return List.of();
        }
        int before = rows.size();
        progress.begin(scenario.id() + " on " + server.name());
        progress.phase("starting");
        try {
            Target target = server.open(scenario);
            try {
                versions.put(server.name(), target.version().orElse("not told"));
                boolean isNew = true;
                for (Case one : cases) {
                    run(scenario, one, server, target, run, isNew);
                    isNew = false;
                }
            } finally {
                target.stop();
            }
        } catch (IOException failed) {
            fail(scenario.id() + " on " + server.name() + ": " + failed);
        }
        return List.copyOf(rows.subList(before, rows.size()));
    }

    private void run(
            Scenario scenario, Case one, Server server, Target target, int run, boolean isNew)
            throws IOException, InterruptedException {
        String name = scenario.id() + " " + one.name();
        progress.begin(name + " on " + server.name());
        // What earlier cases left in the driver's memory is not collected while the next one is
        // measured.
        System.gc();
        try {
            Trial trial = new Trial(target, size, seed, progress, isNew);
            for (Measurement measurement : one.body().run(trial)) {
                rows.add(Row.of(server.name(), scenario.id(), one.name(), run, measurement));
            }
            passed++;
        } catch (CheckFailed wrong) {
            fail(name + " on " + server.name() + ": " + wrong.getMessage());
        } catch (IOException | RuntimeException failed) {
            // Or an answer that no check foresaw; the other cases still say something.
            fail(name + " on " + server.name() + ": " + failed);
        } finally {
            // Those of a case that failed.
            Connection.closeAll();
        }
    }

    private void fail(String failure) throws IOException {
        if (isEnding) {
            throw new IOException("ended in the middle of a scenario");
        }
        failures.add(failure);
    }

    /// Everything measured so far.
    List<Row> rows() {
        return List.copyOf(rows);
    }

    /// What went wrong so far.
    List<String> failures() {
        return List.copyOf(failures);
    }

    /// What a server said it is.
    String version(Server server) {
        return versions.getOrDefault(server.name(), "never started");
    }

    /// 0 when there were results and all of them were right, else 1.
    int exitCode() {
        return failures.isEmpty() && passed > 0 ? 0 : 1;
    }

    /// How many cases had right results.
    int passed() {
        return passed;
    }
}
