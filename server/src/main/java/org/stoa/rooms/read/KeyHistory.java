package org.stoa.rooms.read;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.stoa.rooms.state.StateRef;
import org.stoa.storage.Tx;
import org.stoa.storage.rooms.StateRepository;
import org.stoa.storage.rooms.StateRepository.Entry;
import org.stoa.storage.rooms.StateRepository.Line;

/// What held one key of a room's state at which version, on all lines, for the time of one transaction: each line is read once.
/// Not thread-safe.
final class KeyHistory {
    private final Tx tx;
    private final StateRepository states;
    private final long stateKey;
    private final Map<Long, Line> lines;
    private final Map<Long, List<Entry>> entries = new HashMap<>();

    /// @param lines those that were read so far, shared by the keys of a room
    KeyHistory(Tx tx, StateRepository states, long stateKey, Map<Long, Line> lines) {
        this.tx = tx;
        this.states = states;
        this.stateKey = stateKey;
        this.lines = lines;
    }

    /// The event that held the key in a state; 0 when none did.
    long eventAt(StateRef ref) {
        StateRef at = ref;
        while (true) {
            for (Entry entry : entries(at.line())) {
                if (entry.fromVersion() <= at.version() && at.version() < entry.toVersion()) {
                    return entry.event();
                }
            }
            Line line = lines.computeIfAbsent(at.line(), each -> states.line(tx, each));
            if (line.parentLine() == 0) {
                return 0;
            }
            at = new StateRef(line.parentLine(), line.parentVersion());
        }
    }

    private List<Entry> entries(long line) {
        return entries.computeIfAbsent(line, each -> states.history(tx, each, stateKey));
    }
}
