package org.stoa.irc;

import picocli.CommandLine;

/// The bridge's command line. Exit codes: 0, all went well; 1, it could not; 2, wrong arguments or configuration.
public final class Main {
    private Main() {}

    /// Runs the command that the arguments name.
    public static void main(String[] arguments) {
        System.exit(command().execute(arguments));
    }

    static CommandLine command() {
        return new CommandLine(new BridgeCommand())
                .setExecutionExceptionHandler(new FailureMessage());
    }
}
