package org.stoa.storage.accounts;

import java.util.Optional;
import org.stoa.storage.ResultRow;
import org.stoa.storage.Tx;
import org.stoa.storage.WriteTx;

/// The table `uia_session`.
public final class InteractiveSessionRepository {

    /// Returns a session.
    public Optional<InteractiveSessionRow> find(Tx tx, String key) {
        return tx.one(
                """
                SELECT session, endpoint, user_nid, body, completed, created_ts, result
                  FROM uia_session WHERE session = ?
                """,
                InteractiveSessionRepository::session,
                key);
    }

    /// Adds a session.
    public void insert(WriteTx tx, InteractiveSessionRow session) {
        tx.update(
                """
                INSERT INTO uia_session (session, endpoint, user_nid, body, completed, created_ts, result)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
                session.key(),
                session.endpoint(),
                session.user(),
                session.body(),
                session.completed(),
                session.createdTs(),
                session.result());
    }

    /// Stores what stages are completed, unless the operation is done.
    public void setCompleted(WriteTx tx, String key, String completed) {
        tx.update(
                "UPDATE uia_session SET completed = ? WHERE session = ? AND result IS NULL",
                completed,
                key);
    }

    /// Stores another body, unless the operation is done.
    public void setBody(WriteTx tx, String key, String body) {
        tx.update(
                "UPDATE uia_session SET body = ? WHERE session = ? AND result IS NULL", body, key);
    }

    /// Stores the result of the operation; `false` when there is one already, or no such session.
    public boolean setResult(WriteTx tx, String key, String result) {
        return tx.update(
                        "UPDATE uia_session SET result = ? WHERE session = ? AND result IS NULL",
                        result,
                        key)
                == 1;
    }

    /// Deletes sessions that were opened before a time; returns how many.
    public int deleteBefore(WriteTx tx, long createdBefore) {
        return tx.update("DELETE FROM uia_session WHERE created_ts < ?", createdBefore);
    }

    private static InteractiveSessionRow session(ResultRow row) {
        return new InteractiveSessionRow(
                row.text(1),
                row.text(2),
                row.numberOrNull(3),
                row.text(4),
                row.text(5),
                row.number(6),
                row.textOrNull(7));
    }
}
