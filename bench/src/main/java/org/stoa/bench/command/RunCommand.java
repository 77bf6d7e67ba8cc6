package org.stoa.bench.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.stoa.bench.homeserver.RunningTarget;
import org.stoa.bench.load.Progress;
import org.stoa.bench.measure.ProcessTree;
import org.stoa.bench.report.JsonLines;
import org.stoa.bench.report.Lines;
import org.stoa.bench.report.Machine;
import org.stoa.bench.report.Row;
import org.stoa.bench.scenario.Scenario;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `bench run`: scenarios against one server.
@Command(
        name = "run",
        description = {
            "Runs scenarios against one server and prints what was measured. Its last line counts the cases whose",
            "results were right, and those whose were not. Turn a running server's rate limits off first."
        },
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "1..*",
            paramLabel = "SCENARIO",
            description = "S0, S1, ... or 'all'; see 'bench list'.")
    private List<String> scenarios = List.of();

    @ArgGroup(multiplicity = "1")
    private Where where = new Where();

    /// Which server: one of both.
    static final class Where {
        @Option(
                names = "--target",
                paramLabel = "URL",
                description = "A server that is up: its client API, like http://127.0.0.1:8008.")
        private @Nullable URI target;

        @Option(
                names = "--start",
                paramLabel = "SCRIPT",
                description = "A start script; it makes a new server for each scenario.")
        private @Nullable Path start;
    }

    @Option(
            names = "--pid",
            paramLabel = "PID",
            description = "With --target: the server's process; it and its children are measured.")
    private @Nullable Long pid;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "With --target: the server's data folder, to be measured.")
    private @Nullable Path data;

    @Option(
            names = "--secret",
            paramLabel = "SECRET",
            defaultValue = "",
            description =
                    "With --target: the shared secret to register with, if registration is closed.")
    private String secret = "";

    @Mixin private LoadOptions load = new LoadOptions();

    @Option(
            names = "--only",
            paramLabel = "EXPRESSION",
            defaultValue = "",
            description =
                    "Only cases with this in their name, a regular expression like 'rooms=50 workers=50'.")
    private String only = "";

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Also write the figures there, as JSON lines.")
    private @Nullable Path json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Arguments arguments = new Arguments(spec.commandLine());
        List<Scenario> chosen = arguments.scenarios(scenarios);
        Pattern expression = arguments.only(only, chosen, load.size());
        Server server = server(arguments);
        openJson(arguments);
        PrintWriter out = spec.commandLine().getOut();
        try (Progress progress = new Progress(spec.commandLine().getErr())) {
            Runner runner = new Runner(load.size(), load.seed(), expression, progress);
            for (Scenario scenario : chosen) {
                for (Row row : runner.run(scenario, server, 1)) {
                    out.println(Lines.line(row));
                    out.flush();
                }
                // Each time, so that a run that is ended leaves what it has.
                writeJson(runner.rows());
            }
            runner.failures().forEach(failure -> out.println("FAILED " + failure));
            out.println(
                    runner.passed()
                            + " passed, "
                            + runner.failures().size()
                            + " failed, 0 skipped");
            out.flush();
            return runner.exitCode();
        }
    }

    private void writeJson(List<Row> rows) throws IOException {
        if (json != null) {
            Files.write(json, rows.stream().map(JsonLines::line).toList());
        }
    }

    /// Leaves what is there until there is something new.
    private void openJson(Arguments arguments) {
        if (json == null) {
            return;
        }
        try {
            Files.newByteChannel(json, StandardOpenOption.CREATE, StandardOpenOption.WRITE).close();
        } catch (IOException failed) {
            throw arguments.wrong("--json cannot be written: " + failed);
        }
    }

    private Server server(Arguments arguments) throws IOException {
        if (where.start != null) {
            arguments.require(
                    pid == null && data == null && secret.isEmpty(),
                    "--pid, --data and --secret are of a server that is up: they go with --target");
            arguments.folder("--folder", load.folder());
            Machine.warning(load.folder()).ifPresent(this::warn);
            return new Server.Scripted(arguments.script(where.start), load.folder());
        }
        URI target = where.target;
        if (target == null || !isAddress(target)) {
            throw arguments.wrong("--target must be http://HOST:PORT and no more, found " + target);
        }
        if (data != null) {
            arguments.require(Files.isDirectory(data), "--data is no folder: " + data);
        }
        if (pid != null) {
            requireMeasurable(arguments, pid);
        } else {
            warn("without --pid nothing is measured of the server itself");
        }
        return new Server.Running(
                target.getAuthority(),
                new RunningTarget(
                        URI.create("http://" + target.getRawAuthority()),
                        pid == null ? OptionalLong.empty() : OptionalLong.of(pid),
                        Optional.ofNullable(data),
                        secret));
    }

    private static boolean isAddress(URI target) {
        return target.getHost() != null
                && "http".equals(target.getScheme())
                && (target.getRawPath().isEmpty() || target.getRawPath().equals("/"))
                && target.getRawQuery() == null
                && target.getRawUserInfo() == null;
    }

    private static void requireMeasurable(Arguments arguments, long pid) {
        try {
            arguments.require(
                    !new ProcessTree(pid).members().contains(ProcessHandle.current().pid()),
                    "--pid " + pid + " has this driver among its children");
            arguments.require(
                    ProcessTree.isRunning(pid) && new ProcessTree(pid).usage().residentBytes() > 0,
                    "--pid " + pid + " is no process that runs");
        } catch (IOException failed) {
            throw arguments.wrong("--pid cannot be measured: " + failed);
        }
    }

    private void warn(String text) {
        spec.commandLine().getErr().println("  Note: " + text);
        spec.commandLine().getErr().flush();
    }
}
