package org.stoa.boot.cli;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.stoa.boot.control.RegistrationTokenCommands;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `./stoa registration-token`: tokens that let their holders make an account, whether the server runs or not.
@Command(
        name = "registration-token",
        description = {
            "Make, list and delete tokens that let their holders make an account.",
            "They are asked for where 'registration.mode' is token, and instead of a captcha."
        })
final class RegistrationTokenCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: add, list or delete");
    }

    @Command(name = "add", description = "Make a token and print it.")
    int add(
            @Mixin ConfigOptions options,
            @Parameters(
                            paramLabel = "TOKEN",
                            arity = "0..1",
                            description = "Its text; a random one when left out.")
                    @Nullable String token,
            @Option(
                            names = "--uses",
                            paramLabel = "NUMBER",
                            description = "Accounts that it is good for; any number by default.")
                    @Nullable Long uses,
            @Option(
                            names = "--days",
                            paramLabel = "NUMBER",
                            description = "Days that it is good; forever by default.")
                    @Nullable Long days) {
        JsonObject answer =
                ControlCall.ask(options.config(), RegistrationTokenCommands.add(token, uses, days));
        out().println(answer.string("token").orElseThrow());
        return 0;
    }

    @Command(
            name = "list",
            description =
                    "List them, also those that can no longer be used; not those of the configuration.")
    int list(
            @Mixin ConfigOptions options,
            @Option(names = "--json", description = "As JSON, one token a line.") boolean json) {
        JsonObject answer = ControlCall.ask(options.config(), RegistrationTokenCommands.list());
        for (JsonObject token : answer.array("tokens").orElse(JsonArray.EMPTY).objects()) {
            out().println(json ? token.toString() : line(token));
        }
        return 0;
    }

    @Command(name = "delete", description = "Delete a token. The accounts made with it stay.")
    int delete(
            @Mixin ConfigOptions options,
            @Parameters(paramLabel = "TOKEN", description = "As the list shows it.") String token) {
        ControlCall.ask(options.config(), RegistrationTokenCommands.delete(token));
        out().println("Deleted " + token + ".");
        return 0;
    }

    private static String line(JsonObject token) {
        OptionalLong uses = token.integer("uses");
        OptionalLong expires = token.integer("expires_ts");
        return "%s  used %d times%s  %s"
                .formatted(
                        token.string("token").orElseThrow(),
                        token.integer("completed").orElseThrow(),
                        uses.isEmpty() ? "" : " of " + uses.getAsLong(),
                        expires.isEmpty()
                                ? "forever"
                                : "until " + Instant.ofEpochMilli(expires.getAsLong()));
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
