package org.stoa.conformance;

import org.stoa.conformance.runner.RunCommand;
import picocli.CommandLine;

/// The suite's command line.
public final class Main {
    private Main() {}

    /// Runs the suite as the arguments say.
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new RunCommand()).execute(arguments));
    }
}
