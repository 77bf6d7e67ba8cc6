package org.stoa.bench.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/// `bench`: the load driver.
@Command(
        name = "bench",
        description = "Puts load on any Matrix homeserver, checks its results and measures it.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RunCommand.class,
            CompareCommand.class,
            ListCommand.class,
            HelpCommand.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = BenchVersion.class)
public final class BenchCommand {}
