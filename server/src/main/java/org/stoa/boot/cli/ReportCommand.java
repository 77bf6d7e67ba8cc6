package org.stoa.boot.cli;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.stoa.boot.config.StoaConfig;
import org.stoa.boot.control.ReportCommands;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `./stoa report`: what users reported, whether the server runs or not.
@Command(
        name = "report",
        description = "Show what users reported, and delete reports that were dealt with.")
final class ReportCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: list or delete");
    }

    @Command(name = "list", description = "List all reports, the newest first.")
    int list(
            @Mixin ConfigOptions options,
            @Option(names = "--json", description = "As JSON, one report a line.") boolean json) {
        StoaConfig config = options.config();
        long before = Long.MAX_VALUE;
        List<JsonObject> page;
        do {
            page =
                    ControlCall.ask(config, ReportCommands.list(before))
                            .array("reports")
                            .orElse(JsonArray.EMPTY)
                            .objects();
            for (JsonObject report : page) {
                out().println(json ? report.toString() : line(report));
                before = report.integer("number").orElseThrow();
            }
        } while (!page.isEmpty());
        return 0;
    }

    @Command(name = "delete", description = "Delete a report.")
    int delete(
            @Mixin ConfigOptions options,
            @Parameters(paramLabel = "NUMBER", description = "As the list shows it.") long number) {
        ControlCall.ask(options.config(), ReportCommands.delete(number));
        out().println("Deleted report " + number + ".");
        return 0;
    }

    /// Reasons are the words of strangers: what could move the cursor of a terminal is left out.
    private static String line(JsonObject report) {
        StringBuilder line = new StringBuilder();
        line.append(report.integer("number").orElseThrow()).append("  ");
        line.append(Instant.ofEpochMilli(report.integer("created_ts").orElseThrow()));
        line.append("  ").append(report.string("reporter").orElseThrow()).append(" reported ");
        line.append(subject(report));
        String reason = report.string("reason").orElse("");
        return reason.isEmpty()
                ? line.toString()
                : line + ": " + reason.replaceAll("[\\p{Cc}\\p{Cf}]+", " ");
    }

    private static String subject(JsonObject report) {
        Optional<String> room = report.string("room_id");
        Optional<String> user = report.string("user_id");
        if (room.isEmpty()) {
            return "the user " + user.orElseThrow();
        }
        return report.string("event_id")
                .map(id -> "the event " + id + " of " + user.orElseThrow() + " in " + room.get())
                .orElse("the room " + room.get());
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
