package org.stoa.storage.rows;

import org.stoa.storage.Cells;
import org.stoa.storage.Row;
import org.stoa.storage.RowKind;

/// Ends an entry of a line at a version.
///
/// @param line number of the line
/// @param stateKey number of the pair (type, state key)
/// @param fromVersion first version that has it
/// @param toVersion first version that has it no more
public record CloseStateEntry(long line, long stateKey, long fromVersion, long toVersion)
        implements Row {
    private static final RowKind KIND =
            RowKind.update("state_entry")
                    .key("line", "state_key", "from_version")
                    .numbers("to_version")
                    .build();

    @Override
    public RowKind rowKind() {
        return KIND;
    }

    @Override
    public void cells(Cells cells) {
        cells.number(line).number(stateKey).number(fromVersion).number(toVersion);
    }
}
