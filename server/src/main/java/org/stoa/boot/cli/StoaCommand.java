package org.stoa.boot.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// `./stoa`: runs the homeserver when no command is named.
@Command(
        name = "stoa",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = VersionCommand.class,
        description = {
            "A Matrix homeserver. Without a command it serves, as 'stoa serve' does.",
            "Without a configuration file it is a homeserver named localhost, for trying out."
        },
        footer = {"", "'./stoa generate-config' shows every key of the configuration."},
        subcommands = {
            ServeCommand.class,
            GenerateConfigCommand.class,
            UserCommand.class,
            RegistrationTokenCommand.class,
            ReportCommand.class,
            NoticeCommand.class,
            KeyCommand.class,
            FederationCommand.class,
            AppServiceCommand.class,
            DoctorCommand.class,
            VersionCommand.class,
            WarmUpCommand.class
        })
final class StoaCommand implements Callable<Integer> {
    @Mixin private ConfigOptions options = new ConfigOptions();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        return ServeCommand.serve(options, spec.commandLine().getOut());
    }
}
