package org.stoa.boot;

import org.stoa.boot.cli.CommandLineInterface;

/// Where the process begins.
public final class Main {
    private Main() {}

    /// Runs the command that the arguments name and ends the process with its exit code.
    public static void main(String[] arguments) {
        System.exit(CommandLineInterface.run(arguments));
    }
}
