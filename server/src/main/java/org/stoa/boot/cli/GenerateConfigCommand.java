package org.stoa.boot.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.stoa.boot.CommandException;
import org.stoa.boot.ExitCode;
import org.stoa.boot.config.ConfigKeys;
import org.stoa.boot.config.ConfigTemplate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `./stoa generate-config`.
@Command(
        name = "generate-config",
        description = "Write a configuration file with every key, what it is for and its default.")
final class GenerateConfigCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write to this new file instead of the standard output.")
    private @Nullable Path output;

    @Option(
            names = "--server-name",
            paramLabel = "NAME",
            description = "Put this name into the file.")
    private @Nullable String serverName;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        String text =
                ConfigTemplate.render(
                        serverName == null
                                ? Map.of()
                                : Map.of(ConfigKeys.SERVER_NAME.path(), serverName));
        if (output == null) {
            out.print(text);
            out.flush();
            return 0;
        }
        write(output, text);
        out.println("Wrote " + output + ". './stoa --config " + output + "' serves with it.");
        return 0;
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw new CommandException(
                    ExitCode.FAILURE, file + " exists already; it was left as it is", e);
        } catch (IOException e) {
            throw new CommandException(ExitCode.FAILURE, "cannot write " + file + ": " + e, e);
        }
    }
}
