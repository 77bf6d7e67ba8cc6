package org.stoa.storage;

import java.sql.SQLException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One of the two databases: how to get at its connections.
interface Engine extends AutoCloseable {
    /// Opens a connection that may write. Its transactions begin by themselves.
    Session openWriter() throws SQLException;

    /// Runs work in one snapshot of a reading connection.
    <T extends @Nullable Object> T read(Function<Tx, T> work);

    /// Returns how many reads run now.
    int runningReads();

    /// Returns how many reads wait for a connection.
    int waitingReads();

    /// Does what is due after a commit, on the writer's thread, when its callers have their answers.
    default void committed(Session writer) throws SQLException {}

    /// Does what is due while nobody writes, on the writer's thread.
    default void idle(Session writer) throws SQLException {}

    /// Called when the writer had to connect again.
    default void reconnected() throws SQLException {}

    /// Returns the size of the write-ahead log of an embedded database; 0 for a database server, which has its own.
    default long logBytes() {
        return 0;
    }

    /// Returns how often that log could not be copied back.
    default long logFailures() {
        return 0;
    }

    Dialect dialect();

    @Override
    void close();
}
