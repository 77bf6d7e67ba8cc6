package org.stoa.storage;

/// A typed change of one row of one table, part of a [Write]. The records of [org.stoa.storage.rows] are the rows
/// there are.
public interface Row {
    /// Returns the statement that this row is a line of; the same object for all rows of one record.
    RowKind rowKind();

    /// Gives the values of the kind's columns, in order.
    void cells(Cells cells);

    /// Returns about how many bytes the row takes; batches are bounded by it.
    default int weight() {
        return 128;
    }
}
