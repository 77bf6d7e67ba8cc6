package org.stoa.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.stoa.bench.command.BenchCommand;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/// The load driver's command line. Exit codes: 0, every result was right; 1, a check or a server failed; 2, wrong arguments.
public final class Main {
    private Main() {}

    /// Runs the command that the arguments name.
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /// The command line, to be executed.
    static CommandLine commandLine() {
        return new CommandLine(new BenchCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(Main::failed);
    }

    /// Where the system has failed, a stack trace says nothing more.
    private static int failed(Exception failure, CommandLine command, ParseResult arguments)
            throws Exception {
        if (failure instanceof IOException || failure instanceof UncheckedIOException) {
            command.getErr().println("bench: " + failure);
            return command.getCommandSpec().exitCodeOnExecutionException();
        }
        throw failure;
    }
}
