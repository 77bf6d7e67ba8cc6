package org.stoa.conformance;

import java.util.Arrays;
import org.stoa.conformance.fuzz.FuzzCommand;
import org.stoa.conformance.peers.InteropCommand;
import org.stoa.conformance.runner.RunCommand;
import picocli.CommandLine;

/// The command line of the suite: `fuzz` as the first argument sends bad input, `interop` lets two servers federate, and
/// anything else runs the tests.
public final class Main {
    private Main() {}

    /// Does what the arguments say.
    public static void main(String[] arguments) {
        System.exit(execute(arguments));
    }

    private static int execute(String[] arguments) {
        return switch (arguments.length == 0 ? "" : arguments[0]) {
            case "fuzz" -> new CommandLine(new FuzzCommand()).execute(rest(arguments));
            case "interop" -> new CommandLine(new InteropCommand()).execute(rest(arguments));
            default -> new CommandLine(new RunCommand()).execute(arguments);
        };
    }

    private static String[] rest(String[] arguments) {
        return Arrays.copyOfRange(arguments, 1, arguments.length);
    }
}
