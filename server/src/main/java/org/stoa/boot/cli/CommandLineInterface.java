package org.stoa.boot.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.stoa.boot.CommandException;
import org.stoa.boot.ExitCode;
import org.stoa.boot.Failures;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/// Reads a command line and runs its command.
public final class CommandLineInterface {
    private CommandLineInterface() {}

    /// Runs the command and returns the exit code.
    public static int run(String... arguments) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        return run(out, err, arguments);
    }

    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine commandLine = new CommandLine(new StoaCommand());
        commandLine.setOut(out);
        commandLine.setErr(err);
        commandLine.setUsageHelpAutoWidth(true);
        commandLine.setParameterExceptionHandler((e, _) -> refuse(e));
        commandLine.setExecutionExceptionHandler((e, command, _) -> fail(e, command));
        commandLine.setExecutionStrategy(CommandLineInterface::execute);
        describeExitCodes(commandLine);
        return commandLine.execute(arguments);
    }

    /// Each command reads its own options: one that stands before the command would say nothing to it.
    private static int execute(ParseResult parsed) {
        if (parsed.hasSubcommand()) {
            for (OptionSpec option : parsed.matchedOptions()) {
                if (!option.usageHelp() && !option.versionHelp()) {
                    throw new ParameterException(
                            parsed.subcommand().commandSpec().commandLine(),
                            option.longestName() + " belongs behind the command");
                }
            }
        }
        return new RunLast().execute(parsed);
    }

    private static void describeExitCodes(CommandLine command) {
        Map<String, String> meanings = new LinkedHashMap<>();
        for (ExitCode code : ExitCode.values()) {
            meanings.put(Integer.toString(code.number()), code.meaning());
        }
        command.getCommandSpec()
                .usageMessage()
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(meanings);
        command.getSubcommands().values().forEach(CommandLineInterface::describeExitCodes);
    }

    private static int refuse(ParameterException e) {
        CommandLine command = e.getCommandLine();
        List<String> suggestions =
                e instanceof UnmatchedArgumentException unmatched
                        ? unmatched.getSuggestions()
                        : List.of();
        String hint =
                suggestions.isEmpty() ? "" : "; did you mean '" + suggestions.getFirst() + "'?";
        String message = String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " ");
        String help = " ('./" + command.getCommandSpec().qualifiedName() + " --help' says more)";
        command.getErr().println("stoa: " + message + hint + help);
        return ExitCode.USAGE.number();
    }

    private static int fail(Exception e, CommandLine command) {
        CommandException failure = Failures.of(e);
        command.getErr().println("stoa: " + failure.getMessage());
        return failure.exitCode().number();
    }
}
