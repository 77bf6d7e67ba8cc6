package org.stoa.bench.command;

import java.util.List;
import org.stoa.bench.scenario.Scenario;
import org.stoa.bench.scenario.Scenarios;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/// Arguments that several commands have.
final class Arguments {
    private Arguments() {}

    /// The scenarios of these names; an unknown one is a wrong argument.
    static List<Scenario> scenarios(List<String> names, CommandLine commandLine) {
        try {
            return Scenarios.named(names);
        } catch (IllegalArgumentException unknown) {
            throw new ParameterException(commandLine, unknown.getMessage(), unknown);
        }
    }
}
