package org.stoa.storage.rows;

import org.stoa.storage.Cells;
import org.stoa.storage.Row;
import org.stoa.storage.RowKind;

/// The event that one state key has from a version of a line on.
///
/// @param line number of the line
/// @param stateKey number of the pair (type, state key)
/// @param fromVersion first version that has it
/// @param toVersion first version that has it no more; [#ALIVE] as long as there is none
/// @param event number of the event; 0: the key is absent
public record StateEntryRow(long line, long stateKey, long fromVersion, long toVersion, long event)
        implements Row {
    /// Stands for "no later version" in `toVersion`.
    public static final long ALIVE = Long.MAX_VALUE;

    private static final RowKind KIND =
            RowKind.upsert("state_entry")
                    .key("line", "state_key", "from_version")
                    .numbers("to_version", "event")
                    .build();

    @Override
    public RowKind rowKind() {
        return KIND;
    }

    @Override
    public void cells(Cells cells) {
        cells.number(line).number(stateKey).number(fromVersion).number(toVersion).number(event);
    }
}
