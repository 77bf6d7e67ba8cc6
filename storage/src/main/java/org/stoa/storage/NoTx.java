package org.stoa.storage;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Stands for a snapshot until there is need of one: whoever asks anything learns that there is none.
final class NoTx implements Tx {
    static final NoTx NO_TX = new NoTx();

    /// Something was asked. It has no trace, which would cost more than is saved.
    static final class AskedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private AskedException() {
            super("asked outside of a snapshot", null, false, false);
        }
    }

    private NoTx() {}

    @Override
    public <T> List<T> list(String sql, RowMapper<T> mapper, @Nullable Object... parameters) {
        throw new AskedException();
    }

    @Override
    public <T> Optional<T> one(String sql, RowMapper<T> mapper, @Nullable Object... parameters) {
        throw new AskedException();
    }

    @Override
    public void forEach(String sql, RowConsumer consumer, @Nullable Object... parameters) {
        throw new AskedException();
    }
}
