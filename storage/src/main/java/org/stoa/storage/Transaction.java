package org.stoa.storage;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// The open transaction of a batch: rows are gathered, closures run at once. Positions are counted here and are only
/// true once it is committed.
///
/// Not thread-safe: used by the writer's thread.
final class Transaction {
    private static final String SAVEPOINT = "closure";

    private final Session session;
    private final RowBatch rows;
    private final Position previous;
    private final boolean alone;
    private int taken;

    /// @param previous last committed position
    /// @param alone whether the batch has only one entry, which may then roll back everything
    Transaction(Session session, Position previous, boolean alone) {
        this.session = session;
        this.rows = new RowBatch(session);
        this.previous = previous;
        this.alone = alone;
    }

    Session session() {
        return session;
    }

    /// Takes positions.
    Committed take(int count) {
        Committed positions = new Committed(previous.plus(taken + 1), count);
        taken += count;
        return positions;
    }

    void add(Row row, Committed positions) throws SQLException {
        rows.add(row, positions);
    }

    void flush() throws SQLException {
        rows.flush();
        session.settle();
    }

    /// Writes what an entry has. Returns why it was refused, when it was and wrote nothing; everything else that
    /// fails means that the whole transaction has to be rolled back.
    @Nullable StorageException apply(Entry entry) throws SQLException {
        if (alone || !entry.mayRefuse()) {
            entry.apply(this);
            return null;
        }
        rows.flush();
        int before = taken;
        session.execute("SAVEPOINT " + SAVEPOINT);
        try {
            entry.apply(this);
            flush();
        } catch (RuntimeException e) {
            StorageException cause = Entry.cause(e);
            if (cause.kind() == StorageException.Kind.UNAVAILABLE
                    || cause.kind() == StorageException.Kind.DISK_FULL) {
                throw cause;
            }
            taken = before;
            rows.clear();
            undo(e);
            return cause;
        }
        session.execute("RELEASE SAVEPOINT " + SAVEPOINT);
        return null;
    }

    private void undo(Throwable cause) throws SQLException {
        try {
            session.execute("ROLLBACK TO SAVEPOINT " + SAVEPOINT);
            session.execute("RELEASE SAVEPOINT " + SAVEPOINT);
        } catch (SQLException e) {
            e.addSuppressed(cause);
            throw e;
        }
    }

    /// Writes the rows that are still gathered, without waiting for the outcome, and returns the last position; at least one is taken.
    Position finish() throws SQLException {
        rows.flush();
        return previous.plus(Math.max(taken, 1));
    }
}
