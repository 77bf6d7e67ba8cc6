package org.stoa.federation.membership;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stoa.http.auth.Requester;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.remote.RemoteServer;
import org.stoa.remote.RemoteServers;
import org.stoa.rooms.head.RoomHead;
import org.stoa.rooms.head.Rooms;
import org.stoa.storage.Database;
import org.stoa.storage.rooms.MembershipRepository;
import org.stoa.storage.rooms.MembershipRepository.LocalMembership;

/// The servers that may be asked about a room which this one is not in, and asking them in turn. Thread-safe.
final class Residents {
    private static final Logger LOG = LoggerFactory.getLogger(Residents.class);

    /// Each may take a minute not to answer, and a user waits.
    private static final int MAX_ASKED = 10;

    private final ServerName serverName;
    private final RemoteServers servers;
    private final Database database;
    private final Rooms rooms;
    private final MembershipRepository memberships = new MembershipRepository();

    Residents(ServerName serverName, RemoteServers servers, Database database, Rooms rooms) {
        this.serverName = serverName;
        this.servers = servers;
        this.database = database;
        this.rooms = rooms;
    }

    /// Whether this server is in a room.
    boolean isHere(RoomHead head) {
        return database.names()
                .findServer(serverName)
                .filter(head.servers()::containsKey)
                .isPresent();
    }

    /// Those that the user names; who sent the invite; whoever else acted in what is known of the room. When the user names none,
    /// also who made it, where its id says so.
    List<ServerName> of(RoomId room, List<ServerName> via, Requester requester) {
        Set<ServerName> found = new LinkedHashSet<>(via);
        row(room, requester).ifPresent(row -> found.addAll(serversIn(row.strippedState())));
        if (via.isEmpty()) {
            room.server().ifPresent(found::add);
        }
        found.remove(serverName);
        return found.stream().limit(MAX_ASKED).toList();
    }

    private Optional<LocalMembership> row(RoomId roomId, Requester requester) {
        return rooms.findKnown(roomId)
                .flatMap(
                        room ->
                                database.read(
                                        tx -> memberships.of(tx, requester.userNid(), room.nid())));
    }

    /// The member event is the last.
    private static List<ServerName> serversIn(byte @Nullable [] strippedState) {
        if (strippedState == null || !(Json.parse(strippedState) instanceof JsonArray stripped)) {
            return List.of();
        }
        List<Json> newestFirst = stripped.stream().toList().reversed();
        return newestFirst.stream()
                .filter(JsonObject.class::isInstance)
                .flatMap(event -> ((JsonObject) event).string("sender").stream())
                .flatMap(sender -> UserId.tryParse(sender).stream())
                .map(UserId::server)
                .toList();
    }

    /// What the first server says that does what is asked. One that refuses does not end it: it may be wrong about the room, or
    /// lie.
    ///
    /// Errors: those of the first that refused, else those of the last that failed.
    <T> T inTurn(List<ServerName> candidates, Function<RemoteServer, T> question) {
        List<MatrixException> failures = new ArrayList<>();
        for (ServerName candidate : candidates) {
            try {
                return question.apply(servers.get(candidate));
            } catch (MatrixException failed) {
                LOG.debug("{} did not help: {}", candidate, failed.getMessage());
                failures.add(failed);
            }
        }
        throw failures.stream()
                .filter(failure -> failure.status() < 500)
                .findFirst()
                .orElseGet(failures::getLast);
    }
}
