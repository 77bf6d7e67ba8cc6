package org.stoa.federation.history;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.stoa.federation.fetch.RoomPeers;
import org.stoa.platform.Time;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.JsonObject;
import org.stoa.remote.RemotePath;
import org.stoa.remote.RemoteServers;
import org.stoa.remote.connect.RequestLimits;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.read.OtherHistories.Found;

/// Asks other servers which event of a room is nearest to a time. Thread-safe; blocks.
///
/// Spec: server-server-api#get_matrixfederationv1timestamp_to_eventroomid (v1.19).
final class EventsNearTime {
    private final RemoteServers servers;
    private final RoomPeers peers;
    private final Time time;

    EventsNearTime(RemoteServers servers, RoomPeers peers, Time time) {
        this.servers = servers;
        this.peers = peers;
        this.time = time;
    }

    /// The event that the first of them names who names one on the right side.
    Optional<Found> find(Room room, long ts, boolean forwards, Duration patience) {
        long deadline = time.nanoTime() + patience.toNanos();
        RemotePath path =
                RemotePath.of("/_matrix/federation/v1/timestamp_to_event/{}", room.roomId())
                        .with("ts", ts)
                        .with("dir", forwards ? "f" : "b");
        for (ServerName peer : peers.of(room, List.of())) {
            Duration left = Duration.ofNanos(deadline - time.nanoTime());
            if (!left.isPositive()) {
                break;
            }
            Optional<Found> found =
                    servers.get(peer)
                            .getShared(path, RequestLimits.SMALL.within(left))
                            .done()
                            .flatMap(EventsNearTime::found)
                            .filter(each -> forwards ? each.ts() >= ts : each.ts() <= ts);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<Found> found(JsonObject answer) {
        Optional<EventId> id = answer.string("event_id").flatMap(EventId::tryParse);
        return id.isPresent() && answer.integer("origin_server_ts").isPresent()
                ? Optional.of(new Found(id.get(), answer.integer("origin_server_ts").getAsLong()))
                : Optional.empty();
    }
}
