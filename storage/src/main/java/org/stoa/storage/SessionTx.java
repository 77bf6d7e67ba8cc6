package org.stoa.storage;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A snapshot of one session.
final class SessionTx implements Tx {
    private final Session session;

    SessionTx(Session session) {
        this.session = session;
    }

    @Override
    public <T> List<T> list(String sql, RowMapper<T> mapper, @Nullable Object... parameters) {
        try {
            return session.list(sql, mapper, parameters);
        } catch (SQLException e) {
            throw session.dialect().failure(e);
        }
    }

    @Override
    public <T> Optional<T> one(String sql, RowMapper<T> mapper, @Nullable Object... parameters) {
        try {
            return Optional.ofNullable(session.first(sql, mapper, parameters));
        } catch (SQLException e) {
            throw session.dialect().failure(e);
        }
    }

    @Override
    public void forEach(String sql, RowConsumer consumer, @Nullable Object... parameters) {
        try {
            session.forEach(sql, consumer, parameters);
        } catch (SQLException e) {
            throw session.dialect().failure(e);
        }
    }
}
