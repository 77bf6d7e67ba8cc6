package org.stoa.storage;

import java.util.ArrayList;
import java.util.List;

/// A statement that rows of one record share: insert or replace a row by its key, change some columns of it, or
/// delete it. Build it once, in a constant of the record.
public final class RowKind {
    /// What happens to the row with the key.
    enum Operation {
        UPSERT,
        UPDATE,
        DELETE
    }

    /// Type of a column.
    public enum Type {
        /// 64-bit number.
        NUMBER,
        /// Text.
        TEXT,
        /// Byte string.
        BYTES
    }

    /// @param or whether an update adds its bits to the number instead of replacing it
    record Column(String name, Type type, boolean key, boolean or) {}

    private final Operation operation;
    private final String table;
    private final List<Column> columns;
    private final List<Column> keys;
    private final String condition;

    private RowKind(Builder builder) {
        this.operation = builder.operation;
        this.table = builder.table;
        this.columns = List.copyOf(builder.columns);
        this.keys = columns.stream().filter(Column::key).toList();
        this.condition = builder.condition;
    }

    /// Starts a kind that inserts a row, or replaces the one with the same key.
    public static Builder upsert(String table) {
        return new Builder(Operation.UPSERT, table);
    }

    /// Starts a kind that changes columns of the row with the key, if there is one.
    public static Builder update(String table) {
        return new Builder(Operation.UPDATE, table);
    }

    /// Starts a kind that deletes the row with the key.
    public static Builder delete(String table) {
        return new Builder(Operation.DELETE, table);
    }

    Operation operation() {
        return operation;
    }

    String table() {
        return table;
    }

    List<Column> columns() {
        return columns;
    }

    List<Column> keys() {
        return keys;
    }

    /// Returns the place of a column, or -1.
    int indexOf(String name) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    List<Column> others() {
        return columns.stream().filter(column -> !column.key()).toList();
    }

    /// Returns what must hold of a row beside its key, or an empty text.
    String condition() {
        return condition;
    }

    @Override
    public String toString() {
        return operation + " " + table + columns.stream().map(Column::name).toList();
    }

    /// Builds a kind column by column; keys come first.
    public static final class Builder {
        private final Operation operation;
        private final String table;
        private final List<Column> columns = new ArrayList<>();
        private String condition = "";

        private Builder(Operation operation, String table) {
            this.operation = operation;
            this.table = table;
        }

        /// Adds numbers to the key.
        public Builder key(String... names) {
            return add(Type.NUMBER, true, names);
        }

        /// Adds texts to the key.
        public Builder textKey(String... names) {
            return add(Type.TEXT, true, names);
        }

        /// Adds byte strings to the key.
        public Builder bytesKey(String... names) {
            return add(Type.BYTES, true, names);
        }

        /// Adds numbers.
        public Builder numbers(String... names) {
            return add(Type.NUMBER, false, names);
        }

        /// Adds texts.
        public Builder texts(String... names) {
            return add(Type.TEXT, false, names);
        }

        /// Adds byte strings.
        public Builder bytes(String... names) {
            return add(Type.BYTES, false, names);
        }

        /// Adds a number of which an update sets bits and clears none.
        public Builder bits(String name) {
            columns.add(new Column(name, Type.NUMBER, false, true));
            return this;
        }

        /// Adds what must hold of the row in the table beside its key, for updates; names only columns.
        public Builder where(String sql) {
            condition = sql;
            return this;
        }

        /// Returns the kind.
        public RowKind build() {
            if (columns.isEmpty() || !columns.getFirst().key()) {
                throw new IllegalStateException("no key for " + table);
            }
            return new RowKind(this);
        }

        private Builder add(Type type, boolean key, String... names) {
            for (String name : names) {
                columns.add(new Column(name, type, key, false));
            }
            return this;
        }
    }
}
