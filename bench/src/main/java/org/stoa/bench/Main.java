package org.stoa.bench;

import org.stoa.bench.command.BenchCommand;
import picocli.CommandLine;

/// The load driver's command line. Exit codes: 0, every result was right; 1, a check or a server failed; 2, wrong arguments.
public final class Main {
    private Main() {}

    /// Runs the command that the arguments name.
    public static void main(String[] arguments) {
        System.exit(
                new CommandLine(new BenchCommand())
                        .setCaseInsensitiveEnumValuesAllowed(true)
                        .execute(arguments));
    }
}
