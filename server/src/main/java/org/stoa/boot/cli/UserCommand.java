package org.stoa.boot.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoa.boot.CommandException;
import org.stoa.boot.ExitCode;
import org.stoa.boot.config.StoaConfig;
import org.stoa.boot.control.ControlCommands;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `./stoa user`: accounts, whether the server runs or not.
@Command(
        name = "user",
        description = {
            "Make and change accounts.",
            "When the server runs, it does the work; otherwise the command opens the database itself."
        })
final class UserCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Missing command: add, password, list, admin, lock, suspend or deactivate");
    }

    @Command(
            name = "add",
            description = "Make an account. The password is asked for, or read from a pipe.")
    int add(
            @Mixin ConfigOptions options,
            @Parameters(paramLabel = "NAME", description = "Local part of the user id: alice.")
                    String name,
            @Option(names = "--admin", description = "Make it an administrator.") boolean admin,
            @Option(
                            names = "--no-password",
                            description = "No password: nobody can log in with one.")
                    boolean noPassword) {
        StoaConfig config = options.config();
        JsonObject answer =
                ControlCall.ask(
                        config,
                        ControlCommands.add(name, noPassword ? null : readPassword(), admin));
        out().println(
                        "Made "
                                + answer.string("user_id").orElseThrow()
                                + (admin ? ", an administrator." : "."));
        return 0;
    }

    @Command(
            name = "password",
            description =
                    "Set another password and end all sessions. It is asked for, or read from a pipe.")
    int password(
            @Mixin ConfigOptions options,
            @Parameters(paramLabel = "NAME", description = "User id or its local part.")
                    String name) {
        StoaConfig config = options.config();
        ControlCall.ask(config, ControlCommands.password(name, readPassword()));
        out().println("Set the password of " + name + " and ended its sessions.");
        return 0;
    }

    @Command(name = "admin", description = "Give an account the rights of an administrator.")
    int admin(
            @Mixin ConfigOptions options,
            @Parameters(paramLabel = "NAME", description = "User id or its local part.")
                    String name,
            @Option(names = "--revoke", description = "Take them instead.") boolean revoke) {
        ControlCall.ask(options.config(), ControlCommands.admin(name, !revoke));
        out().println(
                        name
                                + (revoke
                                        ? " is no longer an administrator."
                                        : " is an administrator now."));
        return 0;
    }

    @Command(
            name = "lock",
            description =
                    "Lock an account: its user can only log out, until that is revoked. Sessions stay.")
    int lock(
            @Mixin ConfigOptions options,
            @Parameters(paramLabel = "NAME", description = "User id or its local part.")
                    String name,
            @Option(names = "--revoke", description = "Unlock it instead.") boolean revoke) {
        ControlCall.ask(options.config(), ControlCommands.lock(name, !revoke));
        out().println(name + (revoke ? " is no longer locked." : " is locked now."));
        return 0;
    }

    @Command(
            name = "suspend",
            description =
                    "Suspend an account: its user can read, leave and redact, until that is revoked.")
    int suspend(
            @Mixin ConfigOptions options,
            @Parameters(paramLabel = "NAME", description = "User id or its local part.")
                    String name,
            @Option(names = "--revoke", description = "Lift the suspension instead.")
                    boolean revoke) {
        ControlCall.ask(options.config(), ControlCommands.suspend(name, !revoke));
        out().println(name + (revoke ? " is no longer suspended." : " is suspended now."));
        return 0;
    }

    @Command(
            name = "deactivate",
            description =
                    "Close an account for good: its user leaves all rooms, and nobody else gets the name.")
    int deactivate(
            @Mixin ConfigOptions options,
            @Parameters(paramLabel = "NAME", description = "User id or its local part.")
                    String name,
            @Option(
                            names = "--erase",
                            description =
                                    "Erase its profile and data too; who joins a room later gets redacted copies of its messages.")
                    boolean erase) {
        ControlCall.ask(options.config(), ControlCommands.deactivate(name, erase));
        out().println(name + " is closed" + (erase ? " and erased." : "."));
        return 0;
    }

    @Command(name = "list", description = "List all accounts, closed ones too.")
    int list(
            @Mixin ConfigOptions options,
            @Option(names = "--json", description = "As JSON, one account a line.") boolean json) {
        JsonObject answer = ControlCall.ask(options.config(), ControlCommands.list());
        for (JsonObject user : answer.array("users").orElse(JsonArray.EMPTY).objects()) {
            out().println(json ? user.toString() : line(user));
        }
        return 0;
    }

    private static String line(JsonObject user) {
        List<String> marks = new ArrayList<>();
        user.string("kind").filter(kind -> !kind.equals("user")).ifPresent(marks::add);
        for (String mark : List.of("admin", "deactivated", "locked", "suspended")) {
            if (user.bool(mark).orElse(false)) {
                marks.add(mark);
            }
        }
        Instant created = Instant.ofEpochMilli(user.integer("created_ts").orElse(0));
        return "%s  %s  %s"
                .formatted(created, user.string("user_id").orElseThrow(), String.join(", ", marks))
                .stripTrailing();
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    @SuppressWarnings("SystemConsoleNull") // JDK 25 answers null again when the input is redirected
    private static String readPassword() {
        @Nullable Console console = System.console();
        if (console == null || !console.isTerminal()) {
            return readLine();
        }
        char @Nullable [] first = console.readPassword("Password: ");
        char @Nullable [] second = first == null ? null : console.readPassword("The same again: ");
        if (first == null || second == null) {
            throw new CommandException(ExitCode.USAGE, "no password was given");
        }
        if (!Arrays.equals(first, second)) {
            throw new CommandException(
                    ExitCode.USAGE, "the two passwords differ; nothing was changed");
        }
        return new String(first);
    }

    private static String readLine() {
        try {
            String line =
                    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
                            .readLine();
            if (line == null || line.isEmpty()) {
                throw new CommandException(
                        ExitCode.USAGE,
                        "expected a password on the first line of the standard input");
            }
            return line;
        } catch (IOException e) {
            throw new CommandException(ExitCode.FAILURE, "cannot read the password: " + e, e);
        }
    }
}
