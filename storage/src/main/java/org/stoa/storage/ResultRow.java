package org.stoa.storage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The current row of a query. Columns count from 1. Use it only inside the mapper it was given to.
public final class ResultRow {
    private final ResultSet results;
    private final Dialect dialect;

    ResultRow(ResultSet results, Dialect dialect) {
        this.results = results;
        this.dialect = dialect;
    }

    /// Returns a number; 0 for null.
    public long number(int column) {
        try {
            return results.getLong(column);
        } catch (SQLException e) {
            throw dialect.failure(e);
        }
    }

    /// Returns a number or null.
    public @Nullable Long numberOrNull(int column) {
        try {
            long value = results.getLong(column);
            return results.wasNull() ? null : value;
        } catch (SQLException e) {
            throw dialect.failure(e);
        }
    }

    /// Returns a number, empty for null.
    public OptionalLong optionalNumber(int column) {
        Long value = numberOrNull(column);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /// Returns whether a number is not 0.
    public boolean flag(int column) {
        return number(column) != 0;
    }

    /// Returns a position.
    public Position position(int column) {
        return new Position(number(column));
    }

    /// Returns a text.
    ///
    /// Throws IllegalStateException for null.
    public String text(int column) {
        return present(textOrNull(column), column);
    }

    /// Returns a text or null.
    public @Nullable String textOrNull(int column) {
        try {
            String value = results.getString(column);
            return value == null ? null : StoredText.decode(value);
        } catch (SQLException e) {
            throw dialect.failure(e);
        }
    }

    /// Returns a byte string.
    ///
    /// Throws IllegalStateException for null.
    public byte[] bytes(int column) {
        return present(bytesOrNull(column), column);
    }

    /// Returns a byte string or null.
    public byte @Nullable [] bytesOrNull(int column) {
        try {
            return results.getBytes(column);
        } catch (SQLException e) {
            throw dialect.failure(e);
        }
    }

    private static <T> T present(@Nullable T value, int column) {
        if (value == null) {
            throw new IllegalStateException("column " + column + " is null");
        }
        return value;
    }
}
