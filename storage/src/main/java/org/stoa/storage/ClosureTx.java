package org.stoa.storage;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The transaction as one closure sees it.
final class ClosureTx implements WriteTx {
    /// Stands for a closure that was not run yet.
    static final ClosureTx NOT_RUN = new ClosureTx(null);

    private final @Nullable Transaction transaction;
    private final List<Change> changes = new ArrayList<>();
    private final List<Runnable> onCommitted = new ArrayList<>();
    private final List<Runnable> onFailed = new ArrayList<>();
    private Committed positions = new Committed(Position.ZERO, 0);
    private boolean ended;

    ClosureTx(@Nullable Transaction transaction) {
        this.transaction = transaction;
    }

    private Transaction transaction() {
        if (transaction == null || ended) {
            throw new IllegalStateException("used outside the closure it was given to");
        }
        return transaction;
    }

    private Tx reader() {
        return new SessionTx(transaction().session());
    }

    void end() {
        ended = true;
    }

    @Override
    public <T> List<T> list(String sql, RowMapper<T> mapper, @Nullable Object... parameters) {
        flush();
        return reader().list(sql, mapper, parameters);
    }

    @Override
    public <T> Optional<T> one(String sql, RowMapper<T> mapper, @Nullable Object... parameters) {
        flush();
        return reader().one(sql, mapper, parameters);
    }

    @Override
    public void forEach(String sql, RowConsumer consumer, @Nullable Object... parameters) {
        flush();
        reader().forEach(sql, consumer, parameters);
    }

    @Override
    public int update(String sql, @Nullable Object... parameters) {
        flush();
        Session session = transaction().session();
        try {
            return session.update(sql, parameters);
        } catch (SQLException e) {
            throw session.dialect().failure(e);
        }
    }

    @Override
    public void add(Row row) {
        try {
            transaction().add(row, positions);
        } catch (SQLException e) {
            throw transaction().session().dialect().failure(e);
        }
    }

    private void flush() {
        try {
            transaction().flush();
        } catch (SQLException e) {
            throw transaction().session().dialect().failure(e);
        }
    }

    @Override
    public Position nextPosition() {
        Committed next = transaction().take(1);
        positions =
                positions.count() == 0
                        ? next
                        : new Committed(positions.first(), positions.count() + 1);
        return next.first();
    }

    @Override
    public void changed(Position at, Change.Target target) {
        changes.add(new Change(at, target));
    }

    @Override
    public void onCommitted(Runnable action) {
        onCommitted.add(action);
    }

    @Override
    public void onFailed(Runnable action) {
        onFailed.add(action);
    }

    List<Change> changes() {
        return changes;
    }

    List<Runnable> onCommitted() {
        return onCommitted;
    }

    List<Runnable> onFailed() {
        return onFailed;
    }

    Committed positions() {
        return positions;
    }
}
