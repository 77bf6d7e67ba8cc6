package org.stoa.federation.fetch;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.stoa.platform.Randomness;
import org.stoa.protocol.id.ServerName;
import org.stoa.remote.RemoteServers;
import org.stoa.rooms.head.Room;
import org.stoa.storage.Names;

/// Whom to ask about a room. Thread-safe.
public final class RoomPeers {
    /// Servers that are asked for one thing: when so many do not have it, it waits.
    private static final int MAX_PEERS = 5;

    /// Others of the room that are looked at, in rooms of which most servers are down.
    private static final int MAX_TRIES = 20;

    private final ServerName ownName;
    private final Names names;
    private final RemoteServers servers;
    private final Randomness randomness;

    /// Chooses among the servers of rooms.
    public RoomPeers(
            ServerName ownName, Names names, RemoteServers servers, Randomness randomness) {
        this.ownName = ownName;
        this.names = names;
        this.servers = servers;
        this.randomness = randomness;
    }

    /// Returns at most five servers to ask in turn: those that should know, then others of the room, by chance, so that the
    /// work is spread. Those that failed lately are left out.
    public List<ServerName> of(Room room, Collection<ServerName> first) {
        Set<ServerName> peers = new LinkedHashSet<>();
        first.forEach(server -> add(peers, server));
        List<Long> others = new ArrayList<>(room.visible().head().servers().keySet());
        for (int tried = 0; tried < MAX_TRIES && !others.isEmpty(); tried++) {
            int at = (int) randomness.below(others.size());
            add(peers, names.serverName(others.get(at)));
            others.set(at, others.getLast());
            others.removeLast();
        }
        return List.copyOf(peers);
    }

    private void add(Set<ServerName> peers, ServerName server) {
        boolean mayBeAsked =
                peers.size() < MAX_PEERS
                        && !server.equals(ownName)
                        && servers.get(server).retryAt().isEmpty();
        if (mayBeAsked) {
            peers.add(server);
        }
    }
}
