package org.stoa.remote.keys;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.stoa.protocol.id.ServerName;
import org.stoa.storage.Database;
import org.stoa.storage.federation.ServerKeyRepository;

/// Tells who shares a room with this server. Thread-safe.
@FunctionalInterface
interface Acquaintances {
    /// Servers in one query.
    int CHUNK = 500;

    /// Returns those of the servers that are in a room of this one now.
    Set<ServerName> among(Collection<ServerName> servers);

    /// Returns whether a server is in no room of this one.
    default boolean isStranger(ServerName server) {
        return among(List.of(server)).isEmpty();
    }

    /// Goes by the rooms in the database.
    static Acquaintances in(Database database) {
        ServerKeyRepository repository = new ServerKeyRepository();
        return servers -> {
            List<String> names = servers.stream().map(ServerName::text).toList();
            Set<ServerName> found = new HashSet<>();
            for (int from = 0; from < names.size(); from += CHUNK) {
                List<String> chunk = names.subList(from, Math.min(from + CHUNK, names.size()));
                for (String name : database.read(tx -> repository.inARoom(tx, chunk))) {
                    found.add(ServerName.parse(name));
                }
            }
            return found;
        };
    }
}
