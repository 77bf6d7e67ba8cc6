package org.stoa.rooms.hierarchy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.stoa.http.HeldBytes;
import org.stoa.platform.Coalescer;
import org.stoa.platform.Time;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.remote.RemotePath;
import org.stoa.remote.RemoteServer;
import org.stoa.remote.RemoteServers;
import org.stoa.remote.connect.RequestLimits;
import org.stoa.rooms.preview.RemoteSummary;

/// What other servers say of rooms that this server is not in, and of their children when they are spaces. Answers are kept for a
/// few minutes; that there was none is too, but only for who asks again for the same walk. Thread-safe; blocks while servers are
/// asked.
///
/// Spec: server-server-api#get_matrixfederationv1hierarchyroomid (v1.19).
public final class RemoteSpaces {
    /// Servers that are asked about one room, in turn.
    private static final int MAX_SERVERS = 3;

    /// Children of one room, and events that name them, that are read.
    private static final int MAX_CHILDREN = 500;

    /// "Responses to this endpoint should be cached for a period of time."
    private static final Duration KEPT = Duration.ofMinutes(5);

    /// Bytes of all answers that are kept, about, as objects.
    private static final long MAX_KEPT = 48L << 20;

    /// Rooms of which it is kept that nobody told anything: about 200 bytes each.
    private static final long MAX_REFUSED = 20_000;

    private static final RequestLimits LIMITS =
            new RequestLimits(Duration.ofSeconds(8), Duration.ofSeconds(5), 4L << 20);

    private final ServerName ownName;
    private final RemoteServers servers;
    private final Coalescer<Wanted, Kept> running = new Coalescer<>();
    private final Cache<Wanted, Kept> cache;
    private final Cache<Wanted, Boolean> refused;

    /// Asks these servers.
    public RemoteSpaces(ServerName ownName, RemoteServers servers, Time time) {
        this.ownName = ownName;
        this.servers = servers;
        this.cache =
                Caffeine.newBuilder()
                        .executor(Runnable::run)
                        .ticker(time::nanoTime)
                        .expireAfterWrite(KEPT)
                        .maximumWeight(MAX_KEPT)
                        .weigher((Wanted wanted, Kept kept) -> kept.weight())
                        .build();
        this.refused =
                Caffeine.newBuilder()
                        .executor(Runnable::run)
                        .ticker(time::nanoTime)
                        .expireAfterWrite(KEPT)
                        .maximumSize(MAX_REFUSED)
                        .build();
    }

    private record Wanted(RoomId room, boolean suggestedOnly) {}

    private record Kept(Optional<RemoteSpace> space, int weight) {}

    /// A room, with its children when it is a space.
    ///
    /// @param below the events that name its children, in the order in which they are shown
    /// @param children summaries of children
    /// @param inaccessible children that the other server knows and does not tell of
    public record RemoteSpace(
            RemoteSummary summary,
            List<JsonObject> below,
            Map<RoomId, RemoteSummary> children,
            Set<RoomId> inaccessible) {
        public RemoteSpace {
            below = List.copyOf(below);
            children = Map.copyOf(children);
            inaccessible = Set.copyOf(inaccessible);
        }
    }

    /// Whether anybody but this server may know a room.
    boolean isAskable(RoomId room, List<ServerName> via) {
        return servers(room, via).findAny().isPresent();
    }

    /// Whether asking for a room would cost nothing.
    boolean isKnown(RoomId room, boolean suggestedOnly) {
        return cache.getIfPresent(new Wanted(room, suggestedOnly)) != null;
    }

    /// Whether it was asked for a short time ago, and nobody told anything.
    boolean wasRefused(RoomId room, boolean suggestedOnly) {
        return refused.getIfPresent(new Wanted(room, suggestedOnly)) != null;
    }

    /// What the first of the servers says who says something; that of the room's id is asked last.
    public Optional<RemoteSpace> find(RoomId room, List<ServerName> via, boolean suggestedOnly) {
        Wanted wanted = new Wanted(room, suggestedOnly);
        Kept known = cache.getIfPresent(wanted);
        Kept kept = known != null ? known : running.get(wanted, () -> ask(wanted, via));
        return kept.space();
    }

    private Kept ask(Wanted wanted, List<ServerName> via) {
        RemotePath path =
                RemotePath.of("/_matrix/federation/v1/hierarchy/{}", wanted.room())
                        .with("suggested_only", wanted.suggestedOnly());
        Kept kept = new Kept(Optional.empty(), 100);
        List<RemoteServer> asked =
                servers(wanted.room(), via)
                        .map(servers::get)
                        .filter(server -> server.retryAt().isEmpty())
                        .limit(MAX_SERVERS)
                        .toList();
        for (RemoteServer server : asked) {
            Optional<JsonObject> answer = server.getShared(path, LIMITS).done();
            Optional<RemoteSpace> space =
                    answer.flatMap(json -> read(json, wanted.suggestedOnly()))
                            .filter(found -> found.summary().room().equals(wanted.room()));
            if (space.isPresent()) {
                kept = new Kept(space, weight(answer.orElseThrow()));
                break;
            }
        }
        // What was refused may be allowed soon: a user of this server enters the space that lets
        // him see the room.
        if (kept.space().isPresent()) {
            cache.put(wanted, kept);
            refused.invalidate(wanted);
        } else {
            refused.put(wanted, true);
        }
        return kept;
    }

    /// What an answer takes of the memory: an event in it may have a value for every second byte.
    static int weight(JsonObject answer) {
        byte[] text = answer.toBytes();
        long bytes = 100L + text.length + HeldBytes.values(text) * HeldBytes.VALUE;
        return (int) Math.min(bytes, Integer.MAX_VALUE);
    }

    private Stream<ServerName> servers(RoomId room, List<ServerName> via) {
        return Stream.concat(via.stream(), room.server().stream())
                .distinct()
                .filter(name -> !name.equals(ownName));
    }

    private static Optional<RemoteSpace> read(JsonObject answer, boolean suggestedOnly) {
        JsonObject room = answer.object("room").orElse(JsonObject.EMPTY);
        Map<RoomId, RemoteSummary> children = new HashMap<>();
        answer.array("children").orElse(JsonArray.EMPTY).objects().stream()
                .limit(MAX_CHILDREN)
                .flatMap(child -> RemoteSummary.of(child).stream())
                .forEach(child -> children.putIfAbsent(child.room(), child));
        Set<RoomId> inaccessible = new HashSet<>();
        answer.array("inaccessible_children").orElse(JsonArray.EMPTY).strings().stream()
                .limit(MAX_CHILDREN)
                .flatMap(text -> RoomId.tryParse(text).stream())
                .forEach(inaccessible::add);
        List<JsonObject> below =
                room.array("children_state").orElse(JsonArray.EMPTY).objects().stream()
                        .limit(MAX_CHILDREN)
                        .flatMap(event -> SpaceChild.ofStripped(event).stream())
                        .filter(child -> !suggestedOnly || child.place().isSuggested())
                        .sorted(SpaceChild.ORDER)
                        .map(SpaceChild::stripped)
                        .toList();
        return RemoteSummary.of(room)
                .map(summary -> new RemoteSpace(summary, below, children, inaccessible));
    }
}
