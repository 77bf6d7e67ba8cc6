package org.stoa.storage;

/// Takes the rows of a query one by one.
@FunctionalInterface
public interface RowConsumer {
    /// Takes the next row.
    void accept(ResultRow row);
}
