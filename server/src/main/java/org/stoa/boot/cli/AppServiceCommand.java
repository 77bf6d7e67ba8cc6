package org.stoa.boot.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stoa.appservice.Registration;
import org.stoa.boot.CommandException;
import org.stoa.boot.ExitCode;
import org.stoa.boot.config.RegistrationFiles;
import org.stoa.boot.config.StoaConfig;
import org.stoa.boot.control.AppServiceCommands;
import org.stoa.boot.control.ControlClient;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `./stoa appservice`: the registrations of bridges and bots, whether the server runs or not.
@Command(
        name = "appservice",
        description = "Add, list, check and remove bridges and bots (application services).")
final class AppServiceCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Missing command: add, list, remove, check or reload");
    }

    @Command(
            name = "add",
            description = {
                "Take a registration file: it is checked and copied into the data folder.",
                "A running server knows it at once."
            })
    int add(
            @Mixin ConfigOptions options,
            @Parameters(paramLabel = "FILE", description = "The registration, in YAML.")
                    Path file) {
        StoaConfig config = options.config();
        requireFile(file);
        ControlCall.requireDatabase(config);
        List<Path> files = new ArrayList<>(config.registrationFiles());
        if (isAmong(files, file)) {
            throw new CommandException(
                    ExitCode.USAGE, file + " is known already; after a change: appservice reload");
        }
        files.add(file.toAbsolutePath());
        Registration added = RegistrationFiles.read(config.serverName(), files).getLast();
        RegistrationFolder folder = new RegistrationFolder(config);
        Path copy = folder.add(added.id(), file);
        try {
            reload(config);
        } catch (CommandException refused) {
            folder.remove(copy);
            throw refused;
        }
        out().println("Added " + added.id() + ", which is " + added.sender() + ".");
        return 0;
    }

    @Command(name = "remove", description = "Forget a registration that was added.")
    int remove(
            @Mixin ConfigOptions options,
            @Parameters(paramLabel = "ID", description = "As the list shows it.") String id) {
        StoaConfig config = options.config();
        ControlCall.requireDatabase(config);
        RegistrationFolder folder = new RegistrationFolder(config);
        folder.remove(folder.find(id));
        reload(config);
        out().println("Removed " + id + ". The accounts of its users stay.");
        return 0;
    }

    @Command(
            name = "reload",
            description = "Read all registrations again, those that the configuration names too.")
    int reload(@Mixin ConfigOptions options) {
        StoaConfig config = options.config();
        ControlCall.requireDatabase(config);
        int count = RegistrationFiles.read(config.serverName(), config.registrationFiles()).size();
        Optional<JsonObject> answer = reload(config);
        out().println(
                        answer.isPresent()
                                ? "The server knows %d now.".formatted(count)
                                : "No server runs; it will know %d.".formatted(count));
        return 0;
    }

    @Command(
            name = "check",
            description = "Check all registrations, and a file beside them if one is named.")
    int check(
            @Mixin ConfigOptions options,
            @Parameters(paramLabel = "FILE", arity = "0..1", description = "A registration.")
                    List<Path> more) {
        StoaConfig config = options.config();
        List<Path> files = new ArrayList<>(config.registrationFiles());
        if (more != null) {
            more.forEach(AppServiceCommand::requireFile);
            more.stream()
                    .filter(file -> !isAmong(files, file))
                    .forEach(file -> files.add(file.toAbsolutePath()));
        }
        List<Registration> read = RegistrationFiles.read(config.serverName(), files);
        read.forEach(each -> out().println(each.id() + ": " + each.sender() + " is right."));
        if (read.isEmpty()) {
            out().println("There are no registrations.");
        }
        return 0;
    }

    @Command(
            name = "list",
            description = "List all, where each is, and how many events wait for it.")
    int list(
            @Mixin ConfigOptions options,
            @Option(names = "--json", description = "As JSON, one a line.") boolean json) {
        JsonObject answer = ControlCall.ask(options.config(), AppServiceCommands.list());
        for (JsonObject service : answer.array("services").orElse(JsonArray.EMPTY).objects()) {
            out().println(json ? service.toString() : line(service));
        }
        return 0;
    }

    private static String line(JsonObject service) {
        StringBuilder line = new StringBuilder();
        line.append(service.string("id").orElseThrow());
        line.append("  ").append(service.string("sender").orElseThrow());
        line.append("  ").append(service.string("url").orElse("(no url)"));
        service.integer("backlog").ifPresent(backlog -> line.append("  ").append(waiting(backlog)));
        service.string("reason").ifPresent(reason -> line.append("; ").append(reason));
        return line.toString();
    }

    private static String waiting(long events) {
        return events == 1 ? "1 event waits" : events + " events wait";
    }

    private static void requireFile(Path file) {
        if (Files.notExists(file)) {
            throw new CommandException(ExitCode.USAGE, "there is no file " + file);
        }
    }

    private static boolean isAmong(List<Path> files, Path file) {
        for (Path each : files) {
            try {
                if (Files.isSameFile(each, file)) {
                    return true;
                }
            } catch (IOException e) {
                throw new CommandException(
                        ExitCode.FAILURE, "cannot look at " + each + ": " + e, e);
            }
        }
        return false;
    }

    /// Tells the running server; empty when none runs.
    private static Optional<JsonObject> reload(StoaConfig config) {
        Optional<JsonObject> answer =
                ControlClient.ask(
                        config.controlSocket(),
                        AppServiceCommands.reload(config.registrationFiles()));
        answer.flatMap(object -> object.string("error"))
                .ifPresent(
                        error -> {
                            throw new CommandException(ExitCode.FAILURE, error);
                        });
        return answer;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
