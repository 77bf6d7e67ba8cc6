package org.stoa.bench.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.stoa.bench.homeserver.StartScript;
import org.stoa.bench.load.Progress;
import org.stoa.bench.report.ComparisonReport;
import org.stoa.bench.report.Lines;
import org.stoa.bench.report.Machine;
import org.stoa.bench.report.Row;
import org.stoa.bench.scenario.Scenario;
import org.stoa.bench.scenario.Scenarios;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `bench compare`: the same scenarios against several servers in turn.
@Command(
        name = "compare",
        description = {
            "Runs scenarios against several servers in turn, several times over, and writes medians as a page of",
            "Markdown, every run as JSON lines, and drawings (SVG)."
        },
        mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {
    private static final Pattern ALL = Pattern.compile("");
    private static final Pattern FILE_NAME = Pattern.compile("[^/]+");

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "1..*",
            paramLabel = "SCRIPT",
            description = "Start scripts, one for each server.")
    private List<Path> scripts = List.of();

    @Option(
            names = "--scenarios",
            split = ",",
            paramLabel = "SCENARIO",
            description = "Which ones; default those that every server ends in reasonable time.")
    private List<String> scenarios = Scenarios.COMPARED;

    @Option(
            names = "--runs",
            defaultValue = "3",
            description = "Of each; default ${DEFAULT-VALUE}.")
    private int runs = 3;

    @Option(
            names = "--minutes",
            defaultValue = "1440",
            description =
                    "No scenario begins on a server later than this; default ${DEFAULT-VALUE}.")
    private int minutes = 1440;

    @Mixin private LoadOptions load = new LoadOptions();

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            defaultValue = "docs/performance",
            description = "Where the report goes; default ${DEFAULT-VALUE}.")
    private Path out = Path.of("docs/performance");

    @Option(
            names = "--name",
            defaultValue = "compare",
            description = "Of the report's files; default ${DEFAULT-VALUE}.")
    private String name = "compare";

    @Override
    public Integer call() throws IOException, InterruptedException {
        Arguments arguments = new Arguments(spec.commandLine());
        List<Scenario> chosen = arguments.scenarios(scenarios);
        arguments.require(runs > 0, "--runs must be 1 or more, found " + runs);
        arguments.require(minutes > 0, "--minutes must be 1 or more, found " + minutes);
        arguments.require(
                FILE_NAME.matcher(name).matches(), "--name is no name of a file: " + name);
        arguments.folder("--folder", load.folder());
        List<Server.Scripted> servers = servers(arguments);
        createOut(arguments);
        List<String> machine = Machine.describe(load.folder());
        try (Progress progress = new Progress(spec.commandLine().getErr())) {
            Runner runner = new Runner(load.size(), load.seed(), ALL, progress);
            Report report = new Report(runner, servers, machine, System.nanoTime());
            runAll(runner, chosen, servers, report);
            report.write();
            tell(runner);
            return runner.exitCode();
        }
    }

    private void createOut(Arguments arguments) {
        try {
            Files.createDirectories(out);
        } catch (IOException failed) {
            throw arguments.wrong("--out cannot be made: " + failed);
        }
        arguments.folder("--out", out);
    }

    private List<Server.Scripted> servers(Arguments arguments) {
        List<Server.Scripted> servers = new ArrayList<>();
        for (Path script : scripts) {
            StartScript read = arguments.script(script);
            arguments.require(
                    servers.stream().noneMatch(server -> server.name().equals(read.name())),
                    "two servers are named " + read.name());
            servers.add(new Server.Scripted(read, load.folder()));
        }
        return servers;
    }

    /// One scenario on all servers before the next, so that a change of the machine hits all of them.
    private void runAll(
            Runner runner, List<Scenario> chosen, List<Server.Scripted> servers, Report report)
            throws IOException, InterruptedException {
        PrintWriter terminal = spec.commandLine().getOut();
        for (int run = 1; run <= runs; run++) {
            for (Scenario scenario : chosen) {
                for (Server server : scenario.dependsOnServer() ? servers : servers.subList(0, 1)) {
                    if (report.minutes() >= minutes) {
                        return;
                    }
                    for (Row row : runner.run(scenario, server, run)) {
                        terminal.println(Lines.line(row));
                        terminal.flush();
                    }
                    // Each time, so that a run that is ended leaves what it has.
                    report.write();
                }
            }
        }
    }

    private void tell(Runner runner) {
        PrintWriter terminal = spec.commandLine().getOut();
        runner.failures().forEach(failure -> terminal.println("FAILED " + failure));
        terminal.println("Wrote " + out.resolve(name + ".md"));
        terminal.flush();
    }

    private List<String> arguments() {
        return spec.commandLine().getParent().getParseResult().originalArgs();
    }

    /// What is written of the runs so far.
    private final class Report {
        private final Runner runner;
        private final List<Server.Scripted> servers;
        private final List<String> machine;
        private final long start;

        Report(Runner runner, List<Server.Scripted> servers, List<String> machine, long start) {
            this.runner = runner;
            this.servers = servers;
            this.machine = machine;
            this.start = start;
        }

        long minutes() {
            return (System.nanoTime() - start) / 60_000_000_000L;
        }

        void write() throws IOException {
            List<String> facts = new ArrayList<>(machine);
            facts.add("command: `./stoa bench " + String.join(" ", arguments()) + "`");
            facts.add("runs: up to " + runs + ", medians below; " + minutes() + " minutes");
            for (Server.Scripted server : servers) {
                facts.add(
                        server.name()
                                + ": version "
                                + runner.version(server)
                                + "; "
                                + server.script().durability()
                                + "; passwords in S12: "
                                + server.script().passwords());
            }
            new ComparisonReport(out, name).write(facts, runner.rows(), runner.failures());
        }
    }
}
