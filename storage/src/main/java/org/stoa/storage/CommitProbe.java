package org.stoa.storage;

import java.sql.SQLException;

/// Where a commit can be disturbed by a test.
interface CommitProbe {
    CommitProbe NONE = (step, session) -> {};

    /// Steps of a commit.
    enum Step {
        /// The rows were written, the lane's row was not.
        ROWS_WRITTEN,
        /// The lane's row was updated, COMMIT was not sent.
        BEFORE_COMMIT,
        /// COMMIT has succeeded, nobody knows yet.
        AFTER_COMMIT,
        /// The epoch was raised after a loss, its commit has succeeded, nobody knows yet.
        AFTER_BUMP
    }

    /// Comes by a step; may throw what a driver would.
    void at(Step step, Session session) throws SQLException;
}
