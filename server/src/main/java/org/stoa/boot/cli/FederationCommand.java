package org.stoa.boot.cli;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.OptionalLong;
import org.stoa.boot.control.FederationCommands;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `./stoa federation`: other servers that do not answer, whether this one runs or not.
@Command(
        name = "federation",
        description = "Show other servers that do not answer, and try them again.")
final class FederationCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: list or retry");
    }

    @Command(
            name = "list",
            description =
                    "List the servers that do not answer, or have not been told everything yet.")
    int list(
            @Mixin ConfigOptions options,
            @Option(names = "--json", description = "As JSON, one server a line.") boolean json) {
        JsonObject answer = ControlCall.ask(options.config(), FederationCommands.list());
        for (JsonObject server : answer.array("servers").orElse(JsonArray.EMPTY).objects()) {
            out().println(json ? server.toString() : line(server));
        }
        return 0;
    }

    private static String line(JsonObject server) {
        OptionalLong retry = server.integer("retry_ts");
        return "%s  failed %d times  %s  %d events wait"
                .formatted(
                        server.string("server").orElseThrow(),
                        server.integer("failures").orElse(0),
                        retry.isEmpty()
                                ? "is tried now"
                                : "is tried at " + Instant.ofEpochMilli(retry.getAsLong()),
                        server.integer("missed").orElse(0));
    }

    @Command(name = "retry", description = "Try a server again at once.")
    int retry(
            @Mixin ConfigOptions options,
            @Parameters(paramLabel = "NAME", description = "The server, such as example.org.")
                    String name) {
        JsonObject _ = ControlCall.ask(options.config(), FederationCommands.retry(name));
        out().println(name + " is tried again.");
        return 0;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
