package org.stoa.storage;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Gathers the rows of a batch per table, so that each kind of row becomes one statement. Of what happens to one key
/// only the outcome is kept: the last upsert or delete counts, and updates are laid over the upsert before them.
///
/// Not thread-safe.
final class RowBatch {
    private final Session session;
    private final Map<String, Table> tables = new LinkedHashMap<>();

    RowBatch(Session session) {
        this.session = session;
    }

    void add(Row row, Committed positions) throws SQLException {
        RowKind kind = row.rowKind();
        Cells cells = new Cells(kind.columns().size(), positions);
        row.cells(cells);
        Table table = tables.computeIfAbsent(kind.table(), name -> new Table(kind.keys()));
        if (!table.keys.equals(kind.keys())) {
            flush(table);
            table.keys = kind.keys();
        }
        add(table, kind, cells.values());
    }

    private void add(Table table, RowKind kind, @Nullable Object[] values) throws SQLException {
        Object key = key(kind, values);
        Pending before = table.rows.get(key);
        if (before == null || kind.operation() != RowKind.Operation.UPDATE) {
            table.rows.put(key, new Pending(kind, values));
            return;
        }
        if (before.kind.operation() == RowKind.Operation.DELETE) {
            return;
        }
        boolean whole = before.kind.operation() == RowKind.Operation.UPSERT;
        if ((whole || before.kind == kind)
                && kind.condition().equals(before.kind.condition())
                && overlay(before, kind, values)) {
            return;
        }
        flush(table);
        table.rows.put(key, new Pending(kind, values));
    }

    private static boolean overlay(Pending before, RowKind kind, @Nullable Object[] values) {
        @Nullable Object[] changed = before.values.clone();
        for (int i = 0; i < values.length; i++) {
            RowKind.Column column = kind.columns().get(i);
            int index = before.kind.indexOf(column.name());
            if (index < 0) {
                return false;
            }
            changed[index] =
                    column.or()
                                    && changed[index] instanceof Long old
                                    && values[i] instanceof Long bits
                            ? Long.valueOf(old | bits)
                            : values[i];
        }
        before.values = changed;
        return true;
    }

    private static Object key(RowKind kind, @Nullable Object[] values) {
        List<@Nullable Object> key = new ArrayList<>(4);
        for (int i = 0; i < values.length && kind.columns().get(i).key(); i++) {
            key.add(values[i] instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : values[i]);
        }
        return key.size() == 1 && key.getFirst() instanceof Long number ? number : key;
    }

    /// Forgets everything gathered since the last flush.
    void clear() {
        tables.clear();
    }

    /// Writes everything gathered so far; [Session#settle] says whether it went well.
    void flush() throws SQLException {
        for (Table table : tables.values()) {
            flush(table);
        }
    }

    private void flush(Table table) throws SQLException {
        if (table.rows.isEmpty()) {
            return;
        }
        Map<RowKind, List<@Nullable Object[]>> kinds = new LinkedHashMap<>();
        for (Pending row : table.rows.values()) {
            kinds.computeIfAbsent(row.kind, kind -> new ArrayList<>()).add(row.values);
        }
        table.rows.clear();
        for (Map.Entry<RowKind, List<@Nullable Object[]>> rows : kinds.entrySet()) {
            session.write(new RowsOfKind(rows.getKey(), rows.getValue()));
        }
    }

    /// What is to happen to the row with one key.
    private static final class Pending {
        private final RowKind kind;
        private @Nullable Object[] values;

        Pending(RowKind kind, @Nullable Object[] values) {
            this.kind = kind;
            this.values = values;
        }

        @Override
        public String toString() {
            return kind + Arrays.toString(values);
        }
    }

    /// Rows of one table by their keys.
    private static final class Table {
        private List<RowKind.Column> keys;
        private final Map<Object, Pending> rows = new LinkedHashMap<>();

        Table(List<RowKind.Column> keys) {
            this.keys = keys;
        }
    }
}
