package org.stoa.boot.control;

import java.util.List;
import java.util.Optional;
import org.stoa.admin.Reports;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.reports.ReportRepository.Numbered;
import org.stoa.storage.reports.ReportRow;

/// What the commands for reports ask of a server.
public final class ReportCommands {
    private static final int PAGE = 100;

    private final Reports reports;

    ReportCommands(Reports reports) {
        this.reports = reports;
    }

    /// Asks for reports with a lower number than this, the newest first.
    public static JsonObject list(long before) {
        return JsonObject.of("command", "report.list", "before", before);
    }

    /// Asks to delete a report.
    public static JsonObject delete(long number) {
        return JsonObject.of("command", "report.delete", "number", number);
    }

    JsonObject listed(JsonObject request) {
        List<Numbered> page = reports.list(request.integer("before").orElse(Long.MAX_VALUE), PAGE);
        return JsonObject.of(
                "reports", JsonArray.of(page.stream().map(ReportCommands::json).toList()));
    }

    JsonObject deleted(JsonObject request) {
        long number = request.integer("number").orElseThrow();
        return reports.delete(number)
                ? JsonObject.EMPTY
                : JsonObject.of("error", "there is no report " + number);
    }

    private static JsonObject json(Numbered numbered) {
        ReportRow report = numbered.report();
        return JsonObject.builder()
                .put("number", numbered.number())
                .put("created_ts", report.createdTs())
                .put("reporter", report.reporter())
                .putIfPresent("room_id", Optional.ofNullable(report.roomId()))
                .putIfPresent("event_id", Optional.ofNullable(report.eventId()))
                .putIfPresent("user_id", Optional.ofNullable(report.userId()))
                .put("reason", report.reason())
                .build();
    }
}
