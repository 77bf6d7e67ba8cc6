package org.stoa.rooms.resolve;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.stoa.protocol.id.ServerName;
import org.stoa.rooms.state.StateAfter;

/// The states after the extremities of a room, of which very many may differ where somebody makes one fork after the other: then some
/// are chosen, the newest of each server and the newest of all. So a server that makes forks does not hide what others say. The rest
/// comes in when somebody merges it, which every server does whose users may send there.
final class ManyEnds {
    /// Different states that are resolved at once: each may have to be read as a whole.
    static final int MAX = 200;

    private static final int MAX_SERVERS = MAX / 2;

    private final Set<ServerName> servers = new HashSet<>();
    private final Set<StateAfter> newestOfServers = new LinkedHashSet<>();
    private final Set<StateAfter> newest = new LinkedHashSet<>();
    private boolean isMore;

    /// Takes the state after an extremity that a user of a server sent; the newest ones first.
    void add(ServerName server, StateAfter after) {
        if (servers.size() < MAX_SERVERS && servers.add(server)) {
            newestOfServers.add(after);
        }
        if (newest.size() < MAX) {
            newest.add(after);
        } else {
            isMore |= !newest.contains(after);
        }
    }

    /// Returns all different states, or some of them when they are many.
    Set<StateAfter> chosen() {
        if (!isMore) {
            return newest;
        }
        Set<StateAfter> chosen = new LinkedHashSet<>(newestOfServers);
        for (StateAfter after : newest) {
            if (chosen.size() == MAX) {
                break;
            }
            chosen.add(after);
        }
        return chosen;
    }
}
