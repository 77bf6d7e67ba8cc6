package org.stoa.conformance.runner;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.stoa.conformance.client.Homeserver;
import org.stoa.conformance.shape.ShapeLog;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The command line of the suite. Exit codes: 0, every result is as the baseline says; 1, some are not, or the server failed; 2,
/// wrong arguments.
@Command(
        name = "conformance/run",
        description = {
            "Tests a homeserver by the Matrix specification, through its client API. The server needs open",
            "registration and no rate limits; the tests leave users and rooms behind.",
            "Results are compared with a baseline: a test that got worse fails the run, and so does one that",
            "got better, until the baseline says so. The last line is 'N passed, N failed, N skipped'."
        },
        mixinStandardHelpOptions = true)
public final class RunCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @ArgGroup(multiplicity = "1")
    private Where where = new Where();

    @Option(
            names = "--registration-shared-secret",
            paramLabel = "SECRET",
            description =
                    "With --target: the secret for /_synapse/admin/v1/register. Without it, tests that need an"
                            + " administrator are skipped.")
    private @Nullable String secret;

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

    @Override
    public Integer call() throws IOException, InterruptedException {
        Baseline known = known();
        Report report = new Report(known, spec.commandLine().getOut());
        if (!run(report)) {
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

    /// Returns whether any test ran.
    private boolean run(Report report) throws IOException, InterruptedException {
        return where.use(
                spec.commandLine().getOut(),
                (server, started) ->
                        run(
                                report,
                                server,
                                started
                                        ? Optional.of(StartedServer.SECRET)
                                        : Optional.ofNullable(secret)));
    }

    private boolean run(Report report, URI target, Optional<String> registrationSecret) {
        Pattern wanted = pattern();
        ShapeLog shapes = new ShapeLog();
        try (Homeserver homeserver = new Homeserver(target, registrationSecret, shapes)) {
            new Suite(
                            Suite.CLIENT_SERVER,
                            name -> wanted.matcher(name.toLowerCase(Locale.ROOT)).find(),
                            threads)
                    .run(homeserver, report::add);
        }
        report.addShapes(shapes);
        return !report.results().isEmpty();
    }

    private Pattern pattern() {
        String text = only == null ? "" : only.toLowerCase(Locale.ROOT);
        return Pattern.compile(
                String.join(
                        ".*",
                        List.of(text.split("\\*", -1)).stream().map(Pattern::quote).toList()));
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
