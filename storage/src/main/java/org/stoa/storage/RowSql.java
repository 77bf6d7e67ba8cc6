package org.stoa.storage;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Pieces of SQL that both dialects make of a [RowKind].
final class RowSql {
    private RowSql() {}

    static String names(List<RowKind.Column> columns, String before, String after) {
        return columns.stream()
                .map(RowKind.Column::name)
                .collect(Collectors.joining(", ", before, after));
    }

    static String onConflict(RowKind kind) {
        String keys = names(kind.keys(), " ON CONFLICT (", ")");
        if (kind.others().isEmpty()) {
            return keys + " DO NOTHING";
        }
        return keys + " DO UPDATE" + assignments(kind, column -> "excluded." + column.name());
    }

    static String assignments(RowKind kind, Function<RowKind.Column, String> value) {
        return kind.others().stream()
                .map(
                        column ->
                                column.name()
                                        + " = "
                                        + (column.or()
                                                ? kind.table() + "." + column.name() + " | "
                                                : "")
                                        + value.apply(column))
                .collect(Collectors.joining(", ", " SET ", ""));
    }

    static String condition(RowKind kind, String prefix) {
        return kind.condition().isEmpty() ? "" : " AND " + prefix + kind.condition();
    }
}
