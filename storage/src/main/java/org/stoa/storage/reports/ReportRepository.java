package org.stoa.storage.reports;

import java.util.List;
import org.stoa.storage.ResultRow;
import org.stoa.storage.Tx;
import org.stoa.storage.WriteTx;

/// The table `report`.
public final class ReportRepository {

    /// A report with the number it is known by.
    public record Numbered(long number, ReportRow report) {}

    /// Adds a report.
    public void insert(WriteTx tx, long reporter, ReportRow report) {
        tx.update(
                """
                INSERT INTO report (report, reporter, room_id, event_id, target_user_id, reason, created_ts)
                VALUES ((SELECT COALESCE(MAX(report), 0) + 1 FROM report), ?, ?, ?, ?, ?, ?)
                """,
                reporter,
                report.roomId(),
                report.eventId(),
                report.userId(),
                report.reason(),
                report.createdTs());
    }

    /// Returns reports before a number, the newest first, at most `limit`.
    public List<Numbered> list(Tx tx, long before, int limit) {
        return tx.list(
                """
                SELECT r.report, u.user_id, r.room_id, r.event_id, r.target_user_id, r.reason, r.created_ts
                  FROM report r JOIN user_name u ON u.user_nid = r.reporter
                 WHERE r.report < ? ORDER BY r.report DESC LIMIT ?
                """,
                ReportRepository::report,
                before,
                limit);
    }

    /// Deletes a report; `false` when there is none of that number.
    public boolean delete(WriteTx tx, long number) {
        return tx.update("DELETE FROM report WHERE report = ?", number) == 1;
    }

    private static Numbered report(ResultRow row) {
        return new Numbered(
                row.number(1),
                new ReportRow(
                        row.text(2),
                        row.textOrNull(3),
                        row.textOrNull(4),
                        row.textOrNull(5),
                        row.text(6),
                        row.number(7)));
    }
}
