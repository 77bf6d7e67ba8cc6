package org.stoa.bench.command;

import java.io.PrintWriter;
import java.util.Locale;
import org.stoa.bench.scenario.Case;
import org.stoa.bench.scenario.Scenario;
import org.stoa.bench.scenario.Scenarios;
import org.stoa.bench.scenario.Size;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `bench list`: the scenarios and their cases.
@Command(
        name = "list",
        description = "Lists the scenarios and their cases of each size.",
        mixinStandardHelpOptions = true)
final class ListCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        for (Scenario scenario : Scenarios.ALL) {
            out.println(scenario.id() + "  " + scenario.title());
            for (Size size : Size.values()) {
                for (Case one : scenario.cases(size)) {
                    out.printf("    %-8s %s%n", size.name().toLowerCase(Locale.ROOT), one.name());
                }
            }
        }
        out.flush();
    }
}
