package org.stoa.conformance;

import java.util.Arrays;
import org.stoa.conformance.fuzz.FuzzCommand;
import org.stoa.conformance.runner.RunCommand;
import picocli.CommandLine;

/// The command line of the suite: `fuzz` as the first argument sends bad input, anything else runs the tests.
public final class Main {
    private Main() {}

    /// Does what the arguments say.
    public static void main(String[] arguments) {
        boolean fuzz = arguments.length > 0 && arguments[0].equals("fuzz");
        int exitCode =
                fuzz
                        ? new CommandLine(new FuzzCommand())
                                .execute(Arrays.copyOfRange(arguments, 1, arguments.length))
                        : new CommandLine(new RunCommand()).execute(arguments);
        System.exit(exitCode);
    }
}
