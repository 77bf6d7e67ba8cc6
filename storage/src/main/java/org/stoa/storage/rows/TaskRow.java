package org.stoa.storage.rows;

import org.stoa.storage.Cells;
import org.stoa.storage.Row;
import org.stoa.storage.RowKind;

/// Work that is due at a time; see [org.stoa.storage.Scheduler].
///
/// @param slot slot whose position becomes the number of the task
/// @param due when, in milliseconds
/// @param kind who handles it
/// @param payload what its handler gets
/// @param attempts 0
public record TaskRow(int slot, long due, String kind, String payload, long attempts)
        implements Row {
    private static final RowKind KIND =
            RowKind.upsert("task")
                    .key("task")
                    .numbers("due")
                    .texts("kind", "payload")
                    .numbers("attempts")
                    .build();

    @Override
    public RowKind rowKind() {
        return KIND;
    }

    @Override
    public void cells(Cells cells) {
        cells.position(slot).number(due).text(kind).text(payload).number(attempts);
    }
}
