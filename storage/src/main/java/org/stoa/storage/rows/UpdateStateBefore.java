package org.stoa.storage.rows;

import org.jspecify.annotations.Nullable;
import org.stoa.storage.Cells;
import org.stoa.storage.Row;
import org.stoa.storage.RowKind;

/// The state before an event, once it is known better.
///
/// @param event number of the event
/// @param stateLine line of the state
/// @param stateVersion version of that line
/// @param replaces number of the event that it replaces in that state; null for none
public record UpdateStateBefore(
        long event, long stateLine, long stateVersion, @Nullable Long replaces) implements Row {
    private static final RowKind KIND =
            RowKind.update("event")
                    .key("event")
                    .numbers("state_line", "state_version", "replaces")
                    .build();

    @Override
    public RowKind rowKind() {
        return KIND;
    }

    @Override
    public void cells(Cells cells) {
        cells.number(event).number(stateLine).number(stateVersion).number(replaces);
    }
}
