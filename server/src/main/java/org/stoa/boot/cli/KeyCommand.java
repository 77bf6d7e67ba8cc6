package org.stoa.boot.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.stoa.boot.CommandException;
import org.stoa.boot.ExitCode;
import org.stoa.boot.config.StoaConfig;
import org.stoa.boot.control.KeyCommands;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `./stoa key`: what this server signs with, whether it runs or not.
@Command(
        name = "key",
        description = "Show, change and import the keys that this server signs with.")
final class KeyCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: list, rotate or import");
    }

    @Command(
            name = "list",
            description = "List all keys, the newest first, with their public halves.")
    int list(
            @Mixin ConfigOptions options,
            @Option(names = "--json", description = "As JSON, one key a line.") boolean json) {
        JsonObject answer = ControlCall.ask(options.config(), KeyCommands.list());
        for (JsonObject key : answer.array("keys").orElse(JsonArray.EMPTY).objects()) {
            out().println(json ? key.toString() : line(key));
        }
        return 0;
    }

    private static String line(JsonObject key) {
        OptionalLong expired = key.integer("expired_ts");
        return "%s  %s  %s"
                .formatted(
                        key.string("key_id").orElseThrow(),
                        key.string("public_key").orElseThrow(),
                        expired.isEmpty()
                                ? "in use"
                                : "until " + Instant.ofEpochMilli(expired.getAsLong()));
    }

    @Command(
            name = "rotate",
            description = "Make another key and sign with it from now on. Nothing else changes.")
    int rotate(@Mixin ConfigOptions options) {
        JsonObject answer = ControlCall.ask(options.config(), KeyCommands.rotate());
        out().println("Signing with " + answer.string("key_id").orElseThrow() + " now.");
        return 0;
    }

    @Command(
            name = "import",
            description = "Sign with the key in a file from now on, as Synapse keeps it.")
    int importKey(
            @Mixin ConfigOptions options,
            @Parameters(
                            paramLabel = "FILE",
                            description = "Its first line is: ed25519 VERSION SEED.")
                    Path file) {
        StoaConfig config = options.config();
        JsonObject answer = ControlCall.ask(config, KeyCommands.importKey(firstLine(file)));
        out().println("Signing with " + answer.string("key_id").orElseThrow() + " now.");
        return 0;
    }

    private static String firstLine(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            return lines.isEmpty() ? "" : lines.getFirst();
        } catch (IOException e) {
            throw new CommandException(ExitCode.USAGE, "cannot read " + file + ": " + e, e);
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
